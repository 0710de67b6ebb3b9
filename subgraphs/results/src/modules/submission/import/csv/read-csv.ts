import { layoutOf, placesOf, type RecordPlace } from '@ketqua/lab-file';
import { parse } from 'csv-parse/sync';
import { UnreadableContentError } from '../unreadable-content.js';

/** A record of a CSV file, and the line it begins on (1-based, the header counted). */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** A quote in it is broken: the cells are those of its line, as far as they can be told. */
  readonly isBroken: boolean;
}

/** More columns than any laboratory's file has. */
const mostColumns = 1_000;
/** Past so many records a file is refused as a whole, and read no further. */
const mostRecords = 20_001;

/** A CSV file whose records are parsed as they are asked for: a large one would hold up everybody else. */
export interface CsvFile {
  readonly header: readonly string[];
  readonly length: number;
  slice(from: number, to: number): CsvRecord[];
}

/**
 * Reads CSV (RFC 4180; separated by comma, semicolon, tab or bar; a byte-order mark is passed over; blank lines, and
 * lines of separators alone, are skipped). A broken quote breaks its own line only.
 * @throws UnreadableContentError when the first line names no columns
 */
export function readCsv(content: string): CsvFile {
  const { text, delimiter, separatorLine } = layoutOf(content);
  const skippedLines = separatorLine === '' ? 0 : 1;
  const [first, ...rest] = placesOf(text, delimiter, mostRecords);
  if (!first) throw new UnreadableContentError('NO_HEADER', 1);
  if (first.isBroken) throw new UnreadableContentError('UNCLOSED_QUOTE', first.line + skippedLines);
  const [header] = cellsOf(text, [first], delimiter);
  if (header!.length > mostColumns) throw new UnreadableContentError('MALFORMED', first.line + skippedLines);
  return {
    header: header!,
    length: rest.length,
    slice(from, to) {
      const places = rest.slice(from, to);
      const cells = cellsOf(text, places, delimiter);
      return places.map(({ line, isBroken }, position) => ({
        line: line + skippedLines,
        cells: cells[position]!,
        isBroken,
      }));
    },
  };
}

/** The cells of each record, by one run of the parser over all that are whole. */
function cellsOf(text: string, places: readonly RecordPlace[], delimiter: string): string[][] {
  const whole = places.filter(({ isBroken }) => !isBroken);
  const parsed = parse(whole.map(({ start, end }) => text.slice(start, end)).join('\n'), {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
    record_delimiter: '\n',
  }) as string[][];
  if (parsed.length !== whole.length) throw new UnreadableContentError('MALFORMED', null);
  let next = 0;
  return places.map(({ start, end, isBroken }) =>
    isBroken
      ? text
          .slice(start, end)
          .split(delimiter)
          .map((cell) => cell.trim())
      : parsed[next++]!,
  );
}
