import { Field, InputType } from 'type-graphql';
import { TestResultInput } from './test-result.input.js';

@InputType({ description: '1 to 1,000 results of the lab that calls.' })
export class SubmitResultsInput {
  @Field(() => String, {
    description:
      "The caller's own key for this submission, kept 30 days: sent again with the same body it gives the same receipt.",
  })
  idempotencyKey!: string;
  @Field(() => [TestResultInput])
  results!: TestResultInput[];
}
