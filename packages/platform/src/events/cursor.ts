import { isAfter, type Position } from './event.js';

/** A cursor that this log cannot resume from: malformed, of another epoch, or older than what is kept. */
export class CursorExpiredError extends Error {
  override readonly name = 'CursorExpiredError';
}

/** Writes a position as an opaque cursor. It carries the log's epoch, since a restore starts txids anew. */
export function cursorAt(epoch: string, { txid, id }: Position): string {
  return Buffer.from(`${epoch}.${txid}.${id}`).toString('base64url');
}

/** Reads a cursor back. @throws CursorExpiredError */
export function positionOf(epoch: string, cursor: string): Position {
  const read = readCursor(cursor);
  if (read?.epoch !== epoch) throw new CursorExpiredError('This cursor cannot be resumed from');
  return read.position;
}

/** Whether the place of one cursor stands behind that of another; undefined where they cannot be compared. */
export function isCursorAfter(cursor: string, other: string): boolean | undefined {
  const [a, b] = [readCursor(cursor), readCursor(other)];
  if (!a || !b || a.epoch !== b.epoch) return undefined;
  return isAfter(a.position, b.position);
}

function readCursor(cursor: string): { epoch: string; position: Position } | undefined {
  const match = /^([0-9a-f]{8})\.(\d{1,20})\.(\d{1,19})$/.exec(
    Buffer.from(cursor, 'base64url').toString('latin1'),
  );
  if (!match) return undefined;
  const position = { txid: BigInt(match[2]!), id: BigInt(match[3]!) };
  return position.txid <= longestTxid && position.id <= longestId
    ? { epoch: match[1]!, position }
    : undefined;
}

/** What PostgreSQL's xid8 and bigint hold. */
const longestTxid = 2n ** 64n - 1n;
const longestId = 2n ** 63n - 1n;
