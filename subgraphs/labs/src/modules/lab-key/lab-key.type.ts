import { DateTime, type LabAccess } from '@ketqua/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import type { LabKeyRecord } from './lab-key.entity.js';
import { LabKeyAccess } from './lab-key-access.js';

@ObjectType({
  description:
    "A laboratory's API key: it may submit, and read its own. Read by an ADMIN and by the laboratory's LAB_STAFF.",
})
export class LabKey {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'The key itself: shown once, when it is issued.' })
  secret!: string | null;

  @Field(() => String)
  label!: string;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Null: until it is revoked.' })
  expiresAt!: Date | null;

  @Field(() => DateTime, { nullable: true })
  revokedAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it last opened a session, to the minute; null: never.',
  })
  lastUsedAt!: Date | null;

  @Field(() => LabKeyAccess)
  access!: LabAccess;

  @Field(() => Boolean, { description: 'Whether it opens a session now: neither revoked nor expired.' })
  isInForce!: boolean;

  /** What may be read of a key; `secret` only where it was just made. */
  static of(record: LabKeyRecord, secret: string | null): LabKey {
    const { id, label, createdAt, expiresAt, revokedAt, lastUsedAt, access } = record;
    return Object.assign(new LabKey(), {
      id,
      secret,
      label,
      createdAt,
      expiresAt: expiresAt ?? null,
      revokedAt: revokedAt ?? null,
      lastUsedAt: lastUsedAt ?? null,
      access,
      isInForce: record.isInForce(new Date()),
    });
  }
}
