import { lineOfText, type Piece, type Pieces } from './part.js';

// The vertical tab that begins an MLLP block is white space.
const envelope = /^\s*(?:FHS|BHS|BTS|FTS)/;

/**
 * Takes HL7 v2 apart at its messages. The segments of file and batch around them are left blank, since the counts
 * in their trailers hold for the whole file only; their lines stay.
 */
export function hl7Pieces(text: string): Pieces {
  const messages: { text: string; line: number; rows: number }[] = [];
  let line = 0;
  let hasBegun = false;
  for (const [written] of text.matchAll(lineOfText)) {
    line++;
    const isMessage = /^\s*MSH/.test(written);
    // What stands before the first message belongs to it.
    if ((isMessage && hasBegun) || !messages.length) messages.push({ text: '', line, rows: 0 });
    hasBegun ||= isMessage;
    const message = messages.at(-1)!;
    message.text += envelope.test(written) ? written.replace(/[^\r\n]+/, '') : written;
    // Each observation may be a result of its own, and an order without one is a refused row.
    if (/^OB[RX]/.test(written)) message.rows++;
  }
  const pieces = messages.map((message): Piece => ({ ...message, rows: Math.max(1, message.rows) }));
  return { header: { text: '', line: 1 }, pieces };
}
