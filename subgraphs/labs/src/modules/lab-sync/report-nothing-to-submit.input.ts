import { Field, InputType } from 'type-graphql';

@InputType({ description: 'A heartbeat: the laboratory is at work and has nothing to submit.' })
export class ReportNothingToSubmitInput {
  @Field(() => String, {
    nullable: true,
    description: 'For the authority, such as a reason: up to 500 characters are kept. No personal data.',
  })
  note?: string | null;
}
