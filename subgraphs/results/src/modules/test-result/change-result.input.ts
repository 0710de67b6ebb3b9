import { DateTime } from '@ketqua/platform';
import { Field, ID, InputType } from 'type-graphql';
import { Outcome } from './test-result.vocabulary.js';

@InputType({
  description:
    'What was wrong with a result. What is left out stays. The wrong patient is withdrawn, never corrected.',
})
export class CorrectResultInput {
  @Field(() => ID)
  resultId!: string;
  @Field(() => Outcome)
  outcome!: Outcome;
  @Field(() => DateTime, { nullable: true })
  specimenCollectedAt?: Date | null;
  @Field(() => DateTime, { nullable: true })
  resultedAt?: Date | null;
  @Field(() => String, { description: 'For the history; no personal data. At most 500 characters are kept.' })
  reason!: string;
}

@InputType({ description: 'A result to withdraw, and why.' })
export class CancelResultInput {
  @Field(() => ID)
  resultId!: string;
  @Field(() => String, { description: 'For the history; no personal data. At most 500 characters are kept.' })
  reason!: string;
}
