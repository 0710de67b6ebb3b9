import { CsvError, parse } from 'csv-parse/sync';

/** A record of a CSV file, and the line it begins on (1-based, the header counted). */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file that cannot be read as CSV from some line on. */
export class UnreadableCsvError extends Error {
  override readonly name = 'UnreadableCsvError';
  constructor(
    readonly reason: 'UNCLOSED_QUOTE' | 'NO_HEADER' | 'MALFORMED',
    readonly line: number | null,
  ) {
    super(reason);
  }
}

/**
 * Reads CSV (RFC 4180; comma, semicolon or tab; a byte-order mark is passed over; empty lines are skipped).
 * @throws UnreadableCsvError, with the line where the quote was opened or the record is malformed
 */
export function readCsv(content: string): { header: readonly string[]; records: CsvRecord[] } {
  // The parser counts a CRLF within quotes as two lines.
  const text = content.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  try {
    const parsed = parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const [first, ...rest] = parsed;
    if (!first?.record.some(Boolean)) throw new UnreadableCsvError('NO_HEADER', 1);
    return {
      header: first.record,
      records: rest.map(({ record, info }) => ({ line: firstLineOf(record, info.lines), cells: record })),
    };
  } catch (error) {
    if (error instanceof UnreadableCsvError || !(error instanceof CsvError)) throw error;
    // The parser tells where it gave up; the quote that it had not seen closed was opened earlier.
    const openedAt = lineOfBrokenQuote(text, delimiterOf(text));
    const line = openedAt ?? (error as CsvError & { lines?: number }).lines ?? null;
    throw new UnreadableCsvError(openedAt === null ? 'MALFORMED' : 'UNCLOSED_QUOTE', line);
  }
}

/** The parser tells the line on which a record ends; quoted line breaks lie before it. */
function firstLineOf(record: readonly string[], lastLine: number): number {
  return lastLine - record.reduce((breaks, cell) => breaks + (cell.match(/\n|\r(?!\n)/g)?.length ?? 0), 0);
}

/** The line on which a quote was opened that is never closed, or closed in the midst of another field. */
function lineOfBrokenQuote(text: string, delimiter: string): number | null {
  const ends = new Set([delimiter, '\n', '\r', undefined]);
  let line = 1;
  let openedAt: number | null = null;
  let isFieldStart = true;
  for (let position = 0; position < text.length; position++) {
    const character = text[position]!;
    const next = text[position + 1];
    if (openedAt !== null && character === '"') {
      if (next === '"') position++;
      else if (ends.has(next)) openedAt = null;
      else return openedAt;
    } else if (openedAt === null) {
      if (character === '"' && isFieldStart) openedAt = line;
      isFieldStart = ends.has(character);
    }
    if (character === '\n' || (character === '\r' && next !== '\n')) line++;
  }
  return openedAt;
}

/** The separator that the header uses most. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const count = (separator: string) => header.split(separator).length;
  return [',', ';', '\t'].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}
