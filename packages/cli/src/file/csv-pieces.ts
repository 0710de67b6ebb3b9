import { layoutOf, placesOf } from '@ketqua/lab-file';
import { Failure } from '../console/failure.js';
import type { Piece, Pieces } from './part.js';

/**
 * Takes CSV apart at the records that an import sees: the header, and each record with what follows it up to the
 * next. Line ends become `\n`. @throws Failure UNCLOSED_QUOTE, as an import answers, where the header cannot be read
 */
export function csvPieces(content: string): Pieces {
  const { text, delimiter, separatorLine } = layoutOf(content);
  const skippedLines = separatorLine === '' ? 0 : 1;
  const [first, ...rest] = placesOf(text, delimiter);
  if (!first) return { header: { text: '', line: 1 }, pieces: [{ text: content, line: 1, rows: 0 }] };
  if (first.isBroken) throw unclosed(first.line + skippedLines);
  const pieces = rest.map(
    ({ line, start }, position): Piece => ({
      text: text.slice(start, rest[position + 1]?.start),
      line: line + skippedLines,
      rows: 1,
    }),
  );
  const header = `${separatorLine}${text.slice(first.start, first.end)}\n`;
  return { header: { text: header, line: first.line }, pieces };
}

function unclosed(line: number): Failure {
  return new Failure(
    'FILE_UNREADABLE',
    'UNCLOSED_QUOTE',
    { vi: 'Có dấu ngoặc kép mở mà không đóng.', en: 'A quote is opened and never closed.' },
    line,
  );
}
