import { labOf, queryIn } from '@ketqua/platform';
import type { ResultsContext } from '../../../context.js';
import { admitRequest, admitRows } from '../../lab-limit/lab-limits.js';
import { judgeAgainstStore } from '../judge-against-store.js';
import { judgeSubmitted } from '../judge-row.js';
import type { TooManyRowsError, UnreadableFileError } from '../submission-errors.js';
import { type RowStatus, rowOutcomeOf } from '../submission-receipt.type.js';
import { rowCountError } from '../submit-results.service.js';
import { readingOf, wrongOptionOf } from './import-options.js';
import type { LabFile } from './lab-file.js';
import { ImportPreview, PreviewedRow, type PreviewImportInput } from './preview-import.type.js';
import { mostImportedRows, readLabFile } from './read-lab-file.js';
import { unreadable, unreadableBy } from './unreadable-file.js';

/** Judges a file as `importResults` would, against what is stored too, and stores nothing. */
export async function previewImport(
  context: ResultsContext,
  { format, content, options }: PreviewImportInput,
): Promise<ImportPreview | TooManyRowsError | UnreadableFileError> {
  const { locale } = context;
  const labId = labOf(context.viewer)!;
  const wrongOption = wrongOptionOf(options);
  if (wrongOption) return unreadable(locale, 'INVALID_OPTION', wrongOption);
  await admitRequest(context);
  const reading = await readingOf(context, labId, options);
  let file: LabFile;
  try {
    file = readLabFile(format, content, reading);
  } catch (error) {
    return unreadableBy(error, locale);
  }
  const { length } = file.rows;
  if (length < 1 || length > mostImportedRows) return rowCountError(context, mostImportedRows);
  await admitRows(context, length);
  const country = reading.country ?? file.country ?? context.country;
  return previewOf(context, labId, file, country);
}

async function previewOf(
  context: ResultsContext,
  labId: string,
  file: LabFile,
  country: string,
): Promise<ImportPreview> {
  const settings = { now: new Date(), country };
  const rows = file.rows.slice(0, file.rows.length);
  const judged = rows.map((row) => judgeSubmitted(row, settings));
  const foreseen = await judgeAgainstStore(
    queryIn(context.em),
    labId,
    judged.flatMap(({ result }, index) => (result ? [{ index, result }] : [])),
  );
  const all = rows.map(({ input, line }, index): PreviewedRow => {
    const outcome = foreseen.get(index);
    const own = judged[index]!.problems;
    const problems =
      outcome?.status === 'REJECTED'
        ? [...outcome.fields.map((field) => ({ field, code: outcome.code })), ...own]
        : own;
    const row = rowOutcomeOf(
      {
        index,
        line,
        accessionNumber: input.accessionNumber,
        status: outcome?.status ?? 'REJECTED',
        resultId: outcome?.resultId,
        problems,
        duplicateOf: outcome?.duplicateOf,
      },
      context.locale,
    );
    return Object.assign(new PreviewedRow(), row, { result: input });
  });
  const counted = (wanted: RowStatus) => all.filter(({ status }) => status === wanted).length;
  return Object.assign(new ImportPreview(), {
    rowCount: all.length,
    accepted: counted('ACCEPTED' as RowStatus),
    duplicates: counted('DUPLICATE' as RowStatus),
    rejected: counted('REJECTED' as RowStatus),
    country,
    all,
  });
}
