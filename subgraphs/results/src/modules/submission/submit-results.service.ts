import { labOf } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { keyRing } from '../../key-ring.js';
import { admitRequest } from '../lab-limit/lab-limits.js';
import { earlierSubmission, rowsLeft } from './earlier-submission.js';
import { requireIdempotencyKey } from './idempotency-key.js';
import { processSubmission } from './process-submission.service.js';
import { IdempotencyConflictError, TooManyRowsError } from './submission-errors.js';
import { SubmissionReceipt } from './submission-receipt.type.js';
import type { SubmitResultsInput } from './submit-results.input.js';
import { templateTable } from './template-table.js';

const maximalRows = 1_000;

/** Stores 1 to 1,000 results of the caller's lab, each judged by itself. */
export async function submitResults(
  context: ResultsContext,
  { idempotencyKey, results }: SubmitResultsInput,
): Promise<SubmissionReceipt | IdempotencyConflictError | TooManyRowsError> {
  requireIdempotencyKey(idempotencyKey);
  if (results.length < 1 || results.length > maximalRows) return rowCountError(context, maximalRows);
  const labId = labOf(context.viewer)!;
  const earlier = await earlierSubmission(context, labId, idempotencyKey);
  await admitRequest(context, rowsLeft(results.length, earlier));
  const submission = await processSubmission(context, {
    labId,
    idempotencyKey,
    contentHash: keyRing.blindIndex('submission', JSON.stringify(['submitResults', results])),
    format: null,
    rows: results.map((input) => ({ input, line: null })),
    table: templateTable(results),
    country: context.country,
    reading: null,
  });
  return submission ? SubmissionReceipt.of(submission) : idempotencyConflict(context);
}

/** The answer to a call with no row, or too many. */
export function rowCountError({ locale }: ResultsContext, maximum: number): TooManyRowsError {
  return TooManyRowsError.in(
    locale,
    {
      vi: `Mỗi lần gửi từ 1 đến ${maximum} dòng. Hãy chia nhỏ rồi gửi lại.`,
      en: `Send 1 to ${maximum} rows in one call. Split them and send again.`,
    },
    { maximum },
  );
}

/** The answer to a key that was used with another body. */
export function idempotencyConflict({ locale }: ResultsContext): IdempotencyConflictError {
  return IdempotencyConflictError.in(locale, {
    vi: 'Khóa idempotencyKey này đã dùng cho nội dung khác. Hãy dùng khóa mới.',
    en: 'This idempotencyKey was used with another body. Use a new key.',
  });
}
