import { DateTime } from '@ketqua/platform';
import { Field, ID, InputType } from 'type-graphql';

@InputType({
  description:
    'What is recalled: all that is given must hold. A run, an instrument, a kit lot or a time from which on; with the time alone every result of the lab.',
})
export class RecallResultsInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Left out by a lab: its own. Left out by ADMIN: every lab, and then `kitLot` is needed.',
  })
  labId?: string | null;
  @Field(() => String, { nullable: true })
  runId?: string | null;
  @Field(() => String, { nullable: true })
  instrument?: string | null;
  @Field(() => String, { nullable: true })
  kitLot?: string | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'Results of then or later; where a lab gave no time of the result, when it was submitted.',
  })
  resultedFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Results of before this.' })
  resultedTo?: Date | null;
  @Field(() => String, {
    description: 'For the history; no personal data. At least one word; at most 500 characters are kept.',
  })
  reason!: string;
}
