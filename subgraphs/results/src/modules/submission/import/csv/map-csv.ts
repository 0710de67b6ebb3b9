import { unescapeCell } from '@ketqua/lab-file';
import columnTables from '../../../../data/csv-columns.json' with { type: 'json' };
import outcomeTable from '../../../../data/outcome-words.json' with { type: 'json' };
import type { SubmittedRow } from '../../process-submission.service.js';
import type { TestResultInput } from '../../test-result.input.js';
import { isoDate, isoTime } from '../file-time.js';
import type { FileReading, LabFile } from '../lab-file.js';
import { UnreadableContentError } from '../unreadable-content.js';
import { type CsvRecord, readCsv } from './read-csv.js';

type ColumnTable = Readonly<Record<string, string>>;

/** How a file's columns are read. */
interface ColumnMapping {
  /** The path of TestResultInput for each column; columns without one are passed over. */
  readonly paths: readonly (string | undefined)[];
  /** Where phones without a prefix belong, when the format itself says so. */
  readonly phoneCountry: string | null;
}

const lowerCased = (table: ColumnTable) =>
  new Map(Object.entries(table).map(([word, value]) => [word.normalize('NFC').toLowerCase(), value]));
const simpleReport = lowerCased(columnTables.simpleReport.columns);
const template = lowerCased(columnTables.template.columns);
const outcomes = lowerCased(outcomeTable.words);
const sexes = lowerCased(columnTables.sexes.words);
const statuses = lowerCased(columnTables.statuses.words);

/** The paths that a column may be mapped to. */
export const mappablePaths: ReadonlySet<string> = new Set(template.values());

/**
 * Reads a CSV file by its header: the lab's own mapping first, then our template, then SimpleReport's columns.
 * @throws UnreadableContentError; UNKNOWN_COLUMNS where no column says which specimen a row is about
 */
export function csvFile(content: string, reading: FileReading): LabFile {
  const csv = readCsv(content);
  const mapping = mappingOf(csv.header, reading.mapping);
  if (!mapping) throw new UnreadableContentError('UNKNOWN_COLUMNS', 1);
  return {
    rows: {
      length: csv.length,
      slice: (from, to) => csv.slice(from, to).map((record) => rowOf(record, mapping, reading)),
    },
    table: {
      header: csv.header,
      slice: (from, to) => csv.slice(from, to).map(({ cells }) => cells),
    },
    country: mapping.phoneCountry,
  };
}

function mappingOf(header: readonly string[], own: ColumnTable): ColumnMapping | null {
  const names = header.map((name) => name.normalize('NFC').trim());
  const isSimpleReport = names.some((name) => simpleReport.has(name.toLowerCase()));
  const paths = names.map(
    (name) =>
      (Object.hasOwn(own, name) ? own[name] : undefined) ??
      template.get(name.toLowerCase()) ??
      simpleReport.get(name.toLowerCase()),
  );
  if (!paths.includes('accessionNumber')) return null;
  return { paths, phoneCountry: isSimpleReport ? columnTables.simpleReport.phoneCountry : null };
}

/** Makes a row of a record: cells go to their paths, words to their codes, dates to ISO 8601. */
function rowOf(
  { line, cells, isBroken }: CsvRecord,
  { paths }: ColumnMapping,
  reading: FileReading,
): SubmittedRow {
  const leaves = new Map<string, string>();
  paths.forEach((path, position) => {
    const cell = cells[position] && unescapeCell(cells[position]);
    // Several columns of one path are one value: first and middle name, say.
    if (path && cell) leaves.set(path, leaves.has(path) ? `${leaves.get(path)} ${cell}` : cell);
  });
  if (isBroken) {
    return { input: inputOf(leaves), line, problems: [{ field: '', code: 'BROKEN_QUOTE' }] };
  }
  if (cells.length > paths.length && cells.slice(paths.length).some(Boolean)) {
    return { input: inputOf(leaves), line, problems: [{ field: '', code: 'MALFORMED_LINE' }] };
  }
  for (const [path, text] of leaves) leaves.set(path, canonical(path, text, reading));
  return { input: inputOf(leaves), line };
}

function canonical(path: string, text: string, reading: FileReading): string {
  switch (path) {
    case 'outcome':
      return outcomes.get(folded(text)) ?? text;
    case 'patient.sex':
      return sexes.get(folded(text)) ?? text;
    case 'status':
      return statuses.get(folded(text)) ?? text;
    case 'patient.dateOfBirth':
      return isoDate(text, reading);
    case 'specimenCollectedAt':
    case 'resultedAt':
      return isoTime(text, reading);
    default:
      return text;
  }
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function inputOf(leaves: ReadonlyMap<string, string>): TestResultInput {
  const input: Record<string, string | Record<string, string>> = {};
  for (const [path, text] of leaves) {
    const [branch, leaf] = path.split('.') as [string, string | undefined];
    if (!leaf) input[branch] = text;
    else input[branch] = Object.assign(input[branch] ?? {}, { [leaf]: text });
  }
  return input as TestResultInput;
}
