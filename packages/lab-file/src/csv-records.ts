/** Where a record of a CSV file lies, and the line it begins on (1-based). */
export interface RecordPlace {
  readonly line: number;
  readonly start: number;
  /** Behind the record's last character, before its line break. */
  readonly end: number;
  /** A quote is opened here that is never closed, or closed in the midst of a field. */
  readonly isBroken: boolean;
}

/** A quoted field that runs on for longer was never closed: rows would be read again and again to find its end. */
const longestField = 20_000;
const quote = 0x22;
const space = 0x20;
const lineFeed = 0x0a;

/**
 * Tells a CSV text's records apart (RFC 4180; line breaks are `\n`). A quote that is opened and never closed, or
 * closed in the midst of a field, breaks only the line that it stands on: every parser would read the rows behind it
 * as part of that field. So does a quoted field over several lines that leaves the record with more columns than the
 * header has. Blank lines and lines of separators alone are no records.
 * @param most reads no further than the record past so many
 */
export function placesOf(text: string, delimiter: string, most = Number.POSITIVE_INFINITY): RecordPlace[] {
  const places: RecordPlace[] = [];
  const separator = delimiter.charCodeAt(0);
  let columns = Number.POSITIVE_INFINITY;
  let line = 1;
  let start = 0;
  while (start < text.length && places.length <= most) {
    const lineEnd = endOfLine(text, start);
    const record = endOfRecord(text, start, lineEnd, { separator, columns });
    const end = record?.end ?? lineEnd;
    if (!isBlank(text, start, lineEnd, separator)) {
      places.push({ line, start, end, isBroken: !record });
      if (places.length === 1 && record) columns = record.columns;
    }
    line += end === lineEnd ? 1 : 1 + breaksIn(text, start, end);
    start = end + 1;
  }
  return places;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

/** The record's end and its columns; `null` where a quote in it is broken. */
function endOfRecord(
  text: string,
  start: number,
  lineEnd: number,
  header: { separator: number; columns: number },
): { end: number; columns: number } | null {
  const { separator } = header;
  let columns = 1;
  let position = start;
  let end = lineEnd;
  for (;;) {
    // At the beginning of a field.
    let at = pastSpace(text, position, { end, separator, isSpace });
    if (text.charCodeAt(at) === quote && at < end) {
      const closed = endOfQuoted(text, at);
      if (closed < 0) return null;
      if (closed > end) end = endOfLine(text, closed);
      at = pastSpace(text, closed, { end, separator, isSpace: isAsciiSpace });
      if (at < end && text.charCodeAt(at) !== separator) return null;
    } else {
      while (at < end && text.charCodeAt(at) !== separator) at++;
    }
    if (at >= end) return { end, columns };
    columns++;
    if (end !== lineEnd && columns > header.columns) return null;
    position = at + 1;
  }
}

/** Behind the white space that the parser trims, the separator excepted. */
function pastSpace(
  text: string,
  from: number,
  field: { end: number; separator: number; isSpace: (code: number) => boolean },
): number {
  let at = from;
  while (at < field.end && field.isSpace(text.charCodeAt(at)) && text.charCodeAt(at) !== field.separator)
    at++;
  return at;
}

/** What csv-parse trims before a field: all that ECMAScript calls white space. */
function isSpace(code: number): boolean {
  return isAsciiSpace(code) || (code >= 0xa0 && /\s/.test(String.fromCharCode(code)));
}

/** What it trims behind a closing quote: there it knows white space of one byte only. */
function isAsciiSpace(code: number): boolean {
  return code === space || (code >= 0x09 && code <= 0x0d);
}

/** Behind the quote that closes the one at `opened`, or -1. */
function endOfQuoted(text: string, opened: number): number {
  let from = opened + 1;
  for (;;) {
    const at = text.indexOf('"', from);
    if (at < 0 || at - opened > longestField) return -1;
    if (text.charCodeAt(at + 1) !== quote) return at + 1;
    from = at + 2;
  }
}

function isBlank(text: string, start: number, end: number, separator: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code !== separator && !isSpace(code)) return false;
  }
  return true;
}

function breaksIn(text: string, start: number, end: number): number {
  let breaks = 0;
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === lineFeed) breaks++;
  return breaks;
}

/** Where a CSV file's records begin, and what parts its cells. */
export interface CsvLayout {
  /** The text with `\n` at its line ends, without a byte-order mark and without Excel's first line. */
  readonly text: string;
  readonly delimiter: string;
  /** Excel's first line `sep=;`, which names the separator and is no header; empty where there is none. */
  readonly separatorLine: string;
}

const separators = [',', ';', '\t', '|'];

/** Finds the separator of a CSV text: the one that its first line names as Excel does, else the header's. */
export function layoutOf(content: string): CsvLayout {
  const text = content.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const match = /^sep=([,;\t|])\n/i.exec(text);
  if (!match) return { text, delimiter: delimiterOf(text), separatorLine: '' };
  const [separatorLine, delimiter] = match;
  return { text: text.slice(separatorLine.length), delimiter: delimiter!, separatorLine };
}

/** The separator that the header uses most, outside of quotes. */
function delimiterOf(text: string): string {
  const header = text.slice(text.search(/[^\n]/), text.length).split('\n', 1)[0]!;
  const bare = header.replaceAll(/"[^"]*"/g, '');
  const count = (separator: string) => bare.split(separator).length;
  return separators.reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}
