import { DateTime } from '@ketqua/platform';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A key to issue.' })
export class IssueLabKeyInput {
  @Field(() => ID)
  labId!: string;

  @Field(() => String, {
    description: 'Where it will be used, such as "LIS, main site": 1 to 100 characters.',
  })
  label!: string;

  @Field(() => DateTime, { nullable: true, description: 'In the future; absent: until it is revoked.' })
  expiresAt?: Date | null;
}
