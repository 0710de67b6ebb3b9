import { Field, ID, InputType } from 'type-graphql';
import { DisputeDecision, DisputeKind, DisputeState } from './dispute-state.js';

@InputType({ description: 'What is wrong with a result.' })
export class OpenDisputeInput {
  @Field(() => ID)
  resultId!: string;
  @Field(() => DisputeKind)
  kind!: DisputeKind;
  @Field(() => String, {
    description: 'In your own words, at most 1,000 characters. May be empty for NOT_MINE and WRONG_OUTCOME.',
  })
  statement!: string;
}

@InputType({ description: 'A decision about a dispute, and what the citizen reads of it.' })
export class AnswerDisputeInput {
  @Field(() => ID)
  id!: string;
  @Field(() => DisputeDecision)
  decision!: DisputeDecision;
  @Field(() => String, {
    nullable: true,
    description: 'For the citizen to read, at most 1,000 characters. REJECTED needs one.',
  })
  note?: string | null;
}

@InputType({ description: 'A dispute to take back.' })
export class WithdrawDisputeInput {
  @Field(() => ID)
  id!: string;
}

@InputType({ description: 'Which disputes. What is left out does not matter.' })
export class DisputeFilter {
  @Field(() => DisputeState, { nullable: true })
  state?: DisputeState | null;
  @Field(() => Boolean, { nullable: true, description: 'Those that are past their deadline.' })
  isOverdue?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Those that still wait for something.' })
  isOpen?: boolean | null;
}
