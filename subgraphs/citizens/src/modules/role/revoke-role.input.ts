import type { Role } from '@ketqua/platform';
import { Field, ID, InputType } from 'type-graphql';
import { RoleName } from '../account/viewer.type.js';

@InputType({ description: 'A role to take away.' })
export class RevokeRoleInput {
  @Field(() => String)
  phone!: string;

  @Field(() => RoleName)
  role!: Role;

  @Field(() => [ID], {
    nullable: true,
    description: 'Of an OFFICER: only these; the role remains while others do. Absent: all.',
  })
  checkpointIds?: string[] | null;
}
