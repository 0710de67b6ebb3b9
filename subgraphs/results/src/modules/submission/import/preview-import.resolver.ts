import { Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { ResultsContext } from '../../../context.js';
import { TooManyRowsError, UnreadableFileError } from '../submission-errors.js';
import { RowStatus } from '../submission-receipt.type.js';
import { previewImport } from './preview-import.service.js';
import { ImportPreview, PreviewedRow, PreviewImportInput } from './preview-import.type.js';

const PreviewImportResult = createUnionType({
  name: 'PreviewImportResult',
  types: () => [ImportPreview, TooManyRowsError, UnreadableFileError] as const,
});

@Resolver(() => ImportPreview)
export class PreviewImportResolver {
  @Permission('result.submit')
  @Mutation(() => PreviewImportResult, {
    description: 'Judges a file as importResults would, and stores nothing. Called by labs.',
  })
  previewImport(
    @Ctx() context: ResultsContext,
    @Arg('input', () => PreviewImportInput) input: PreviewImportInput,
  ): Promise<typeof PreviewImportResult> {
    return previewImport(context, input);
  }

  @FieldResolver(() => [PreviewedRow], {
    description: 'Rows in their order, from `from` on, at most 20,000; of one status where given.',
  })
  rows(
    @Root() { all }: ImportPreview,
    @Arg('from', () => Int, { defaultValue: 0 }) from: number,
    @Arg('count', () => Int, { defaultValue: 1_000 }) count: number,
    @Arg('status', () => RowStatus, { nullable: true }) status?: RowStatus | null,
  ): PreviewedRow[] {
    return all
      .filter((row) => row.index >= from && (!status || row.status === status))
      .slice(0, Math.max(0, count));
  }
}
