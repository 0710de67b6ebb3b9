import { Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../../context.js';
import { IdempotencyConflictError, TooManyRowsError, UnreadableFileError } from '../submission-errors.js';
import { SubmissionReceipt } from '../submission-receipt.type.js';
import { ImportResultsInput } from './import-results.input.js';
import { importResults } from './import-results.service.js';

const ImportResultsResult = createUnionType({
  name: 'ImportResultsResult',
  types: () => [SubmissionReceipt, IdempotencyConflictError, TooManyRowsError, UnreadableFileError] as const,
});

@Resolver()
export class ImportResultsResolver {
  @Permission('result.submit')
  @Mutation(() => ImportResultsResult, {
    description: 'Stores a file of results of the calling lab, a hundred rows a transaction. Called by labs.',
  })
  importResults(
    @Ctx() context: ResultsContext,
    @Arg('input', () => ImportResultsInput) input: ImportResultsInput,
  ): Promise<typeof ImportResultsResult> {
    return importResults(context, input);
  }
}
