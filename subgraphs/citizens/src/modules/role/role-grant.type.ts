import { maskPhone, type Role } from '@ketqua/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import type { Account } from '../account/account.entity.js';
import { Checkpoint } from '../account/checkpoint.type.js';
import { Lab, labOfId, RoleName } from '../account/viewer.type.js';

@ObjectType({ description: 'What an account may be, after a change. Read by the ADMIN who made it.' })
export class RoleGrant {
  @Field(() => ID, { description: "The account's." })
  id!: string;

  @Field(() => String, { description: 'The country code and the last three digits.' })
  maskedPhone!: string;

  @Field(() => [RoleName])
  roles!: Role[];

  @Field(() => Lab, { nullable: true })
  lab!: Lab | null;

  @Field(() => [Checkpoint])
  checkpoints!: Checkpoint[];

  /** What an ADMIN may read of an account. */
  static of({ id, phone, roles, labId, checkpointIds }: Account): RoleGrant {
    return Object.assign(new RoleGrant(), {
      id,
      maskedPhone: maskPhone(phone),
      roles,
      lab: labOfId(labId),
      checkpoints: checkpointIds.map(Checkpoint.of),
    });
  }
}
