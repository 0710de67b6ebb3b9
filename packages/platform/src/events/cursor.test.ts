import { expect, it } from 'vitest';
import { CursorExpiredError, cursorAt, isCursorAfter, positionOf } from './cursor.js';

const epoch = '0123abcd';

it('a cursor is read as it was written, up to what PostgreSQL holds', () => {
  for (const position of [
    { txid: 0n, id: 0n },
    { txid: 2n ** 64n - 1n, id: 2n ** 63n - 1n },
  ]) {
    expect(positionOf(epoch, cursorAt(epoch, position))).toEqual(position);
  }
});

it('a cursor that was forged beyond that, or is of another log, has expired', () => {
  for (const forged of [
    cursorAt(epoch, { txid: 2n ** 64n, id: 1n }),
    cursorAt(epoch, { txid: 1n, id: 2n ** 63n }),
    cursorAt('ffffffff', { txid: 1n, id: 1n }),
    'nothing',
  ]) {
    expect(() => positionOf(epoch, forged)).toThrow(CursorExpiredError);
    const known = cursorAt(epoch, { txid: 1n, id: 1n });
    expect(isCursorAfter(forged, known)).toBeUndefined();
  }
});
