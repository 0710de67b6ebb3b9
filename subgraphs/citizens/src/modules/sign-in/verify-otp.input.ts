import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A code to check.' })
export class VerifyOtpInput {
  @Field(() => ID)
  challengeId!: string;

  @Field(() => String, { description: 'Six digits.' })
  code!: string;
}
