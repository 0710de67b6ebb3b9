import { DateTime } from '@ketqua/platform';
import { Field, ID, InputType } from 'type-graphql';
import { Outcome } from './test-result.vocabulary.js';

const reason = {
  description: 'For the history; no personal data. At least one word; at most 500 characters are kept.',
} as const;

@InputType({ description: 'The run that the specimen was really in. What is left out stays.' })
export class CorrectedRunInput {
  @Field(() => String, { nullable: true })
  id?: string | null;
  @Field(() => String, { nullable: true })
  instrument?: string | null;
  @Field(() => String, { nullable: true })
  kitLot?: string | null;
}

@InputType({
  description:
    'What was wrong with a result. What is left out stays. The wrong patient, or the wrong test, is withdrawn and submitted anew, never corrected.',
})
export class CorrectResultInput {
  @Field(() => ID)
  resultId!: string;
  @Field(() => Outcome, { nullable: true })
  outcome?: Outcome | null;
  @Field(() => DateTime, { nullable: true })
  specimenCollectedAt?: Date | null;
  @Field(() => DateTime, { nullable: true })
  resultedAt?: Date | null;
  @Field(() => String, { nullable: true, description: "The test's name; at most 150 characters." })
  testName?: string | null;
  @Field(() => String, { nullable: true, description: 'Device of a rapid test; at most 100 characters.' })
  deviceId?: string | null;
  @Field(() => String, { nullable: true, description: 'SNOMED CT; it must fit the test code.' })
  disease?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "The patient's phone, where a wrong one was recorded: the old one is told nothing more, and what was opened from it is closed.",
  })
  phone?: string | null;
  @Field(() => CorrectedRunInput, { nullable: true })
  run?: CorrectedRunInput | null;
  @Field(() => String, reason)
  reason!: string;
}

@InputType({ description: 'A result to withdraw, and why.' })
export class CancelResultInput {
  @Field(() => ID)
  resultId!: string;
  @Field(() => String, reason)
  reason!: string;
}
