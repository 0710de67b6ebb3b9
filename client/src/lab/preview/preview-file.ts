import type { Client } from '@urql/core';
import { failureOf } from '../../network/failure.ts';
import { PreviewImportDocument, type PreviewImportInput } from '../../schema/lab-operations.ts';
import type { FileFailure } from '../sending/send-file.ts';
import { cellsOf } from './leaves.ts';
import type { Row } from './row-table.ts';

/** How the judging of a file ended: its rows and where its phones belong, or why it cannot be read. */
export type PreviewAnswer = { rows: Row[]; country: string } | { failure: FileFailure };

/** Asks what would become of a file; nothing is stored. */
export async function previewFile(client: Client, input: PreviewImportInput): Promise<PreviewAnswer> {
  const { data, error } = await client.mutation(PreviewImportDocument, { input }).toPromise();
  const answer = data?.previewImport;
  if (answer?.__typename !== 'ImportPreview') {
    return { failure: answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }) };
  }
  return {
    country: answer.country,
    rows: answer.rows.map(({ index, line, status, duplicateOf, problems, result }) => ({
      index,
      line,
      status,
      duplicateOf,
      problems,
      cells: cellsOf(result),
      original: null,
    })),
  };
}
