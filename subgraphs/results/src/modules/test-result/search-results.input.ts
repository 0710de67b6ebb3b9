import { DateTime } from '@ketqua/platform';
import { Field, InputType } from 'type-graphql';
import { ResultStatus } from './test-result.vocabulary.js';

@InputType({ description: 'What is wanted of the own results: all that is given must hold.' })
export class TestResultFilter {
  @Field(() => String, { nullable: true, description: 'The whole number, as it was submitted.' })
  accessionNumber?: string | null;
  @Field(() => [ResultStatus], { nullable: true })
  statuses?: ResultStatus[] | null;
  @Field(() => String, { nullable: true })
  runId?: string | null;
  @Field(() => String, { nullable: true })
  kitLot?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Specimens collected then or later.' })
  collectedFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Specimens collected before this.' })
  collectedTo?: Date | null;
}
