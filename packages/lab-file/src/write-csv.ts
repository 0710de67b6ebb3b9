import { escapeCell } from './formula-cell.js';

/**
 * Writes CSV (RFC 4180, CRLF) with a byte-order mark, by which Excel knows it for UTF-8. Cells that a spreadsheet
 * would run as formulas are escaped ({@link escapeCell}); `null` and `undefined` are empty cells.
 */
export function writeCsv(
  header: readonly string[],
  rows: Iterable<readonly (string | null | undefined)[]>,
): string {
  const lines = [lineOf(header)];
  for (const row of rows) lines.push(lineOf(row));
  return `\uFEFF${lines.join('')}`;
}

function lineOf(cells: readonly (string | null | undefined)[]): string {
  const line = cells.map((cell) => quoted(escapeCell(cell ?? ''))).join(',');
  // One empty cell would read as an empty line, which readers pass over.
  return `${line || '""'}\r\n`;
}

/** Other separators are quoted too: a spreadsheet may be set to them. */
function quoted(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
