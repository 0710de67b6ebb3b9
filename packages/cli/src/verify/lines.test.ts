import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { linesOf } from './lines.js';

async function linesIn(pieces: readonly (string | Uint8Array)[], longest = 100) {
  const groups: (string | null)[][] = [];
  for await (const lines of linesOf(Readable.from(pieces), longest)) groups.push([...lines]);
  return groups;
}

describe('lines of a stream', () => {
  it('come in a group for each piece, and the last without its end', async () => {
    expect(await linesIn(['a\nb\n', 'c', 'd\ne'])).toEqual([['a', 'b'], ['cd'], ['e']]);
  });

  it('end by either newline, may be empty, and begin behind a byte order mark', async () => {
    expect(await linesIn(['\uFEFFa\r\n\r\n\n', '\uFEFFb\r'])).toEqual([['a', '', ''], ['\uFEFFb']]);
    expect(await linesIn([])).toEqual([]);
    expect(await linesIn([''])).toEqual([]);
  });

  it('keep a letter whole that two pieces share', async () => {
    const bytes = Buffer.from('Bình\n');
    expect(await linesIn([bytes.subarray(0, 2), bytes.subarray(2, 3), bytes.subarray(3)])).toEqual([
      ['Bình'],
    ]);
  });

  it('that are too long are null, and the next is whole', async () => {
    expect(await linesIn(['x'.repeat(101), 'x'.repeat(1000), '\nnext\n'])).toEqual([[null, 'next']]);
    expect(await linesIn([`${'x'.repeat(100)}\n${'x'.repeat(101)}\ny`])).toEqual([
      ['x'.repeat(100), null],
      ['y'],
    ]);
  });
});
