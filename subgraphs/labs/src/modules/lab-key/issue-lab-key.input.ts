import { DateTime, type LabAccess } from '@ketqua/platform';
import { Field, ID, InputType } from 'type-graphql';
import { LabKeyAccess } from './lab-key-access.js';

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

  @Field(() => LabKeyAccess, {
    defaultValue: LabKeyAccess.SUBMIT,
    description: 'A key that only sends needs no more than SUBMIT.',
  })
  access!: LabAccess;
}
