import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A code to check.' })
export class VerifyOtpInput {
  @Field(() => ID)
  challengeId!: string;

  @Field(() => String, { description: 'Six digits.' })
  code!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "What `Session.deviceToken` said at an earlier sign-in on this device. Absent from a page: the gateway takes its cookie's.",
  })
  deviceToken?: string | null;
}
