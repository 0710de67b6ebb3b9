import { type Query, queryIn } from '@ketqua/platform';
import { IANAZone } from 'luxon';
import type { ResultsContext } from '../../../context.js';
import { mappablePaths } from './csv/map-csv.js';
import type { ImportOptionsInput } from './import-results.input.js';
import type { FileReading } from './lab-file.js';

const mostMapped = 200;
const longestColumn = 200;

/** Whether a time zone exists. */
function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** Whether a date format has a day, a month and a year of four digits, each once; or is EXCEL. */
export function isDateFormat(format: string): boolean {
  if (format === 'EXCEL') return true;
  return (
    /^[DMY/.\- ]{6,14}$/.test(format) &&
    ['D', 'M', 'Y'].every((part) => new RegExp(`^[^${part}]*${part}+[^${part}]*$`).test(format)) &&
    /(?<!D)D{1,2}(?!D)/.test(format) &&
    /(?<!M)M{1,2}(?!M)/.test(format) &&
    /(?<!Y)YYYY(?!Y)/.test(format)
  );
}

/** The option that cannot be used as it is, or `null`. */
export function wrongOptionOf(options: ImportOptionsInput | null | undefined): string | null {
  if (!options) return null;
  const { timeZone, dateFormat, country, mapping } = options;
  if (timeZone && !isTimeZone(timeZone)) return 'timeZone';
  if (dateFormat && !isDateFormat(dateFormat)) return 'dateFormat';
  if (country && !/^[A-Z]{2}$/.test(country)) return 'country';
  if (!mapping) return null;
  const isWrong =
    mapping.length > mostMapped ||
    mapping.some(
      ({ column, field }) =>
        !column ||
        column.length > longestColumn ||
        !mappablePaths.has(field) ||
        /[\p{Cc}\p{Cs}]/u.test(column),
    );
  return isWrong ? 'mapping' : null;
}

interface SavedOptions {
  readonly time_zone: string | null;
  readonly date_format: string | null;
  readonly country: string | null;
  readonly mapping: { column: string; field: string }[];
}

/** What a lab saved as its own defaults, or `undefined`. */
export async function savedOptionsOf(query: Query, labId: string): Promise<SavedOptions | undefined> {
  const [saved] = await query<SavedOptions>(
    'select time_zone, date_format, country, mapping from results.import_defaults where lab_id = $1',
    [labId],
  );
  return saved;
}

/** How a file is read: each option that the caller names, else the lab's saved one. */
export async function readingOf(
  { em }: ResultsContext,
  labId: string,
  options: ImportOptionsInput | null | undefined,
): Promise<FileReading> {
  const saved = await savedOptionsOf(queryIn(em), labId);
  const mapping = options?.mapping ?? saved?.mapping ?? [];
  return {
    timeZone: options?.timeZone ?? saved?.time_zone ?? null,
    dateFormat: options?.dateFormat ?? saved?.date_format ?? null,
    country: options?.country ?? saved?.country ?? null,
    mapping: Object.fromEntries(mapping.map(({ column, field }) => [column.normalize('NFC').trim(), field])),
  };
}
