import { labOf } from '@ketqua/platform';
import type { ResultsContext } from '../../../context.js';
import { keyRing } from '../../../key-ring.js';
import { admitRequest, admitRows } from '../../lab-limit/lab-limits.js';
import { earlierSubmission, rowsLeft } from '../earlier-submission.js';
import { requireIdempotencyKey } from '../idempotency-key.js';
import { processSubmission } from '../process-submission.service.js';
import type {
  IdempotencyConflictError,
  TooManyRowsError,
  UnreadableFileError,
} from '../submission-errors.js';
import { SubmissionReceipt } from '../submission-receipt.type.js';
import { idempotencyConflict, rowCountError } from '../submit-results.service.js';
import { readingOf, wrongOptionOf } from './import-options.js';
import type { ImportResultsInput } from './import-results.input.js';
import type { LabFile } from './lab-file.js';
import { mostImportedRows, readLabFile } from './read-lab-file.js';
import { unreadable, unreadableBy } from './unreadable-file.js';

export type ImportResultsOutcome =
  | SubmissionReceipt
  | IdempotencyConflictError
  | TooManyRowsError
  | UnreadableFileError;

/** Stores a file of results of the caller's lab, each row judged by itself; the receipt has the file's lines. */
export async function importResults(
  context: ResultsContext,
  { idempotencyKey, format, content, options }: ImportResultsInput,
): Promise<ImportResultsOutcome> {
  requireIdempotencyKey(idempotencyKey);
  const labId = labOf(context.viewer)!;
  const wrongOption = wrongOptionOf(options);
  if (wrongOption) return unreadable(context.locale, 'INVALID_OPTION', wrongOption);
  await admitRequest(context);
  const contentHash = keyRing.blindIndex(
    'submission',
    JSON.stringify(['importResults', format, content, options ?? null]),
  );
  const earlier = await earlierSubmission(context, labId, idempotencyKey);
  if (earlier && !contentHash.equals(earlier.contentHash)) return idempotencyConflict(context);
  const reading = earlier?.reading ?? (await readingOf(context, labId, options));
  let file: LabFile;
  try {
    file = readLabFile(format, content, reading);
  } catch (error) {
    return unreadableBy(error, context.locale);
  }
  const { rows, table, country } = file;
  if (rows.length < 1 || rows.length > mostImportedRows) return rowCountError(context, mostImportedRows);
  await admitRows(context, rowsLeft(rows.length, earlier));
  const submission = await processSubmission(context, {
    labId,
    idempotencyKey,
    contentHash,
    format,
    rows,
    table,
    country: reading.country ?? country ?? context.country,
    reading,
  });
  return submission ? SubmissionReceipt.of(submission) : idempotencyConflict(context);
}
