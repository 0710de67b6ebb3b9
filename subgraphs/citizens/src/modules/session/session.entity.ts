import { defineEntity, p } from '@mikro-orm/core';

const sessionRecordSchema = defineEntity({
  name: 'SessionRecord',
  tableName: 'session',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    deviceId: p.uuid().nullable(),
    // By the database's clock, as is what happens to a session later.
    beganAt: p.datetime().defaultRaw('now()'),
    lastUsedAt: p.datetime(),
    codeVerifiedAt: p.datetime(),
    expiresAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
});

/** A sign-in: one device's family of refresh tokens. */
export class SessionRecord extends sessionRecordSchema.class {
  /** The device that it counts for: itself, where it began before devices were known, or its device is forgotten. */
  deviceKey(): string {
    return this.deviceId ?? this.id;
  }

  /** Whether it may still be refreshed. */
  isAlive(at: Date): boolean {
    return !this.endedAt && this.expiresAt > at;
  }
}
sessionRecordSchema.setClass(SessionRecord);

export const sessionEntities = [sessionRecordSchema];
