import columnTables from '../../../data/csv-columns.json' with { type: 'json' };
import outcomeTable from '../../../data/outcome-words.json' with { type: 'json' };
import type { SubmittedRow } from '../process-submission.service.js';
import type { TestResultInput } from '../test-result.input.js';
import { isoDate, isoTime, type TimeReading } from './csv-time.js';
import type { CsvRecord } from './read-csv.js';

type ColumnTable = Readonly<Record<string, string>>;

/** How a file's columns are read. */
export interface ColumnMapping {
  /** The path of TestResultInput for each column; columns without one are passed over. */
  readonly paths: readonly (string | undefined)[];
  /** Where phones without a prefix belong, when the format itself says so. */
  readonly phoneCountry: string | null;
}

const simpleReport: ColumnTable = columnTables.simpleReport.columns;
const template: ColumnTable = columnTables.template.columns;
const words = (table: Readonly<Record<string, string>>) =>
  new Map(Object.entries(table).map(([word, value]) => [word.normalize('NFC').toLowerCase(), value]));
const outcomes = words(outcomeTable.words);
const sexes = words(columnTables.sexes.words);
const statuses = words(columnTables.statuses.words);

/** The paths that a column may be mapped to. */
export const mappablePaths: ReadonlySet<string> = new Set(Object.values(template));

/**
 * Recognises a file by its header: the caller's own mapping first, then our template, then SimpleReport's columns.
 * Gives `null` where no column says which specimen a row is about.
 */
export function mappingOf(header: readonly string[], own: ColumnTable): ColumnMapping | null {
  const names = header.map((name) => name.normalize('NFC').trim());
  const isSimpleReport = names.some((name) => name.toLowerCase() in simpleReport);
  const paths = names.map((name) => own[name] ?? template[name] ?? simpleReport[name.toLowerCase()]);
  if (!paths.includes('accessionNumber')) return null;
  return { paths, phoneCountry: isSimpleReport ? columnTables.simpleReport.phoneCountry : null };
}

/** Makes a row of a record: cells go to their paths, words to their codes, dates to ISO 8601. */
export function mapRecord(
  { line, cells }: CsvRecord,
  { paths }: ColumnMapping,
  reading: TimeReading,
): SubmittedRow {
  const leaves = new Map<string, string>();
  paths.forEach((path, position) => {
    const cell = cells[position]?.trim();
    // Several columns of one path are one value: first and middle name, say.
    if (path && cell) leaves.set(path, [leaves.get(path), cell].filter(Boolean).join(' '));
  });
  if (cells.length > paths.length) {
    return { input: inputOf(leaves), line, problems: [{ field: '', code: 'MALFORMED_LINE' }] };
  }
  for (const [path, text] of leaves) leaves.set(path, canonical(path, text, reading));
  return { input: inputOf(leaves), line };
}

function canonical(path: string, text: string, reading: TimeReading): string {
  const word = text.normalize('NFC').toLowerCase();
  switch (path) {
    case 'outcome':
      return outcomes.get(word) ?? text;
    case 'patient.sex':
      return sexes.get(word) ?? text;
    case 'status':
      return statuses.get(word) ?? text;
    case 'patient.dateOfBirth':
      return isoDate(text, reading);
    case 'specimenCollectedAt':
    case 'resultedAt':
      return isoTime(text, reading);
    default:
      return text;
  }
}

function inputOf(leaves: ReadonlyMap<string, string>): TestResultInput {
  const input: Record<string, string | Record<string, string>> = {};
  for (const [path, text] of leaves) {
    const [branch, leaf] = path.split('.') as [string, string | undefined];
    if (!leaf) input[branch] = text;
    else input[branch] = { ...((input[branch] as Record<string, string>) ?? {}), [leaf]: text };
  }
  return input as TestResultInput;
}
