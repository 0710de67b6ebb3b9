import type { Role } from '@ketqua/platform';
import { Field, ID, InputType } from 'type-graphql';
import { RoleName } from '../account/viewer.type.js';

@InputType({ description: 'A role to grant.' })
export class GrantRoleInput {
  @Field(() => String, { description: "The person's phone: it may be texted from now on." })
  phone!: string;

  @Field(() => RoleName)
  role!: Role;

  @Field(() => ID, { nullable: true, description: 'LAB_STAFF needs it: where they work.' })
  labId?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'OFFICER needs them: where they may stand, added to those of before.',
  })
  checkpointIds?: string[] | null;
}
