import { DateTime } from '@ketqua/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import type { LabKeyRecord } from './lab-key.entity.js';

@ObjectType({ description: "A laboratory's API key: it may submit, and read its own. Read by an ADMIN." })
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

  /** What an ADMIN may read of a key; `secret` only where it was just made. */
  static of({ id, label, createdAt, expiresAt, revokedAt }: LabKeyRecord, secret: string | null): LabKey {
    const told = { id, label, createdAt, expiresAt: expiresAt ?? null, revokedAt: revokedAt ?? null };
    return Object.assign(new LabKey(), told, { secret });
  }
}
