import { Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { IdempotencyConflictError, TooManyRowsError } from './submission-errors.js';
import { SubmissionReceipt } from './submission-receipt.type.js';
import { SubmitResultsInput } from './submit-results.input.js';
import { submitResults } from './submit-results.service.js';

const SubmitResultsResult = createUnionType({
  name: 'SubmitResultsResult',
  types: () => [SubmissionReceipt, IdempotencyConflictError, TooManyRowsError] as const,
});

@Resolver()
export class SubmitResultsResolver {
  @Permission('result.submit')
  @Mutation(() => SubmitResultsResult, {
    description:
      'Stores results of the calling lab. Every row is judged by itself; the receipt names each. Called by labs.',
  })
  submitResults(
    @Ctx() context: ResultsContext,
    @Arg('input', () => SubmitResultsInput) input: SubmitResultsInput,
  ): Promise<typeof SubmitResultsResult> {
    return submitResults(context, input);
  }
}
