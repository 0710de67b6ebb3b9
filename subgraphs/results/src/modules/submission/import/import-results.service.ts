import { labOf } from '@ketqua/platform';
import type { ResultsContext } from '../../../context.js';
import { keyRing } from '../../../key-ring.js';
import { requireIdempotencyKey } from '../idempotency-key.js';
import { processSubmission } from '../process-submission.service.js';
import {
  type IdempotencyConflictError,
  type TooManyRowsError,
  UnreadableFileError,
} from '../submission-errors.js';
import { SubmissionReceipt } from '../submission-receipt.type.js';
import { idempotencyConflict, rowCountError } from '../submit-results.service.js';
import { isDateFormat, isTimeZone } from './csv-time.js';
import type { ImportOptionsInput, ImportResultsInput } from './import-results.input.js';
import { mappablePaths, mappingOf, mapRecord } from './map-csv.js';
import { readCsv, UnreadableCsvError } from './read-csv.js';

const maximalRows = 20_000;

export type ImportResultsOutcome =
  | SubmissionReceipt
  | IdempotencyConflictError
  | TooManyRowsError
  | UnreadableFileError;

/** Stores a file of results of the caller's lab, each row judged by itself; the receipt has the file's lines. */
export async function importResults(
  context: ResultsContext,
  input: ImportResultsInput,
): Promise<ImportResultsOutcome> {
  const { idempotencyKey, format, content, options } = input;
  requireIdempotencyKey(idempotencyKey);
  const wrongOption = problemOf(options);
  if (wrongOption) return unreadable(context, 'INVALID_OPTION', wrongOption, null);
  try {
    const { header, records } = readCsv(content);
    const mapping = mappingOf(
      header,
      Object.fromEntries((options?.mapping ?? []).map(({ column, field }) => [column, field])),
    );
    if (!mapping) return unreadable(context, 'UNKNOWN_COLUMNS', 'accessionNumber', 1);
    if (records.length < 1 || records.length > maximalRows) return rowCountError(context, maximalRows);
    const reading = { timeZone: options?.timeZone ?? null, dateFormat: options?.dateFormat ?? null };
    const submission = await processSubmission(context, {
      labId: labOf(context.viewer)!,
      idempotencyKey,
      contentHash: keyRing.blindIndex(
        'submission',
        JSON.stringify(['importResults', format, content, options ?? null]),
      ),
      rows: records.map((record) => mapRecord(record, mapping, reading)),
      country: options?.country ?? mapping.phoneCountry ?? context.country,
    });
    return submission ? SubmissionReceipt.of(submission) : idempotencyConflict(context);
  } catch (error) {
    if (!(error instanceof UnreadableCsvError)) throw error;
    return unreadable(context, error.reason, null, error.line);
  }
}

function problemOf(options: ImportOptionsInput | null | undefined): string | null {
  if (options?.timeZone && !isTimeZone(options.timeZone)) return 'timeZone';
  if (options?.dateFormat && !isDateFormat(options.dateFormat)) return 'dateFormat';
  if (options?.country && !/^[A-Z]{2}$/.test(options.country)) return 'country';
  return options?.mapping?.some(({ field }) => !mappablePaths.has(field)) ? 'mapping' : null;
}

const reasons = {
  UNCLOSED_QUOTE: { vi: 'Có dấu ngoặc kép mở mà không đóng.', en: 'A quote is opened and never closed.' },
  NO_HEADER: { vi: 'Dòng đầu phải là tên cột.', en: 'The first line must name the columns.' },
  MALFORMED: { vi: 'Không đọc được tệp CSV.', en: 'The file cannot be read as CSV.' },
  INVALID_OPTION: { vi: 'Tùy chọn không hợp lệ:', en: 'An option is not valid:' },
  UNKNOWN_COLUMNS: { vi: 'Không tìm thấy cột:', en: 'A column is missing:' },
} as const;

function unreadable(
  { locale }: ResultsContext,
  reason: keyof typeof reasons,
  name: string | null,
  line: number | null,
): UnreadableFileError {
  const { vi, en } = reasons[reason];
  const more = name ? ` ${name}` : '';
  return UnreadableFileError.in(locale, { vi: `${vi}${more}`, en: `${en}${more}` }, { code: reason, line });
}
