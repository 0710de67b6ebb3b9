import { defineEntity, p } from '@mikro-orm/core';

const sessionRecordSchema = defineEntity({
  name: 'SessionRecord',
  tableName: 'session',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    codeVerifiedAt: p.datetime(),
    expiresAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
});

/** A sign-in: one device's family of refresh tokens. */
export class SessionRecord extends sessionRecordSchema.class {
  /** Whether it may still be refreshed. */
  isAlive(at: Date): boolean {
    return !this.endedAt && this.expiresAt > at;
  }
}
sessionRecordSchema.setClass(SessionRecord);

export const sessionEntities = [sessionRecordSchema];
