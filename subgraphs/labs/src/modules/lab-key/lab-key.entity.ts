import type { LabAccess } from '@ketqua/platform';
import { defineEntity, p } from '@mikro-orm/core';

const labKeyRecordSchema = defineEntity({
  name: 'LabKeyRecord',
  tableName: 'lab_key',
  properties: {
    id: p.uuid().primary(),
    labId: p.uuid(),
    label: p.text(),
    secretHash: p.type('bytea').$type<Uint8Array>(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    access: p.text().$type<LabAccess>(),
    lastUsedAt: p.datetime().nullable(),
  },
});

/** A laboratory's API key; of the secret only the hash. */
export class LabKeyRecord extends labKeyRecordSchema.class {
  /** Whether it opens a session at a moment. */
  isInForce(at: Date): boolean {
    return !this.revokedAt && (!this.expiresAt || this.expiresAt > at);
  }
}
labKeyRecordSchema.setClass(LabKeyRecord);

export const labKeyEntities = [labKeyRecordSchema];
