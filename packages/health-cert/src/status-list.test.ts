import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  buildStatusList,
  MAX_STATUS_LIST_BYTES,
  StatusListReader,
  type WithdrawnPlace,
} from './status-list.js';

/** Places that a seed draws: the same in every run. */
function withdrawnOf(total: number, share: number, seed = 7): WithdrawnPlace[] {
  let state = seed;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return Array.from({ length: total }, (_, index) => index)
    .filter(() => next() < share)
    .map((index) => ({ index, status: next() < 0.5 ? ('REVOKED' as const) : ('SUPERSEDED' as const) }));
}

describe('a status list', () => {
  it('says of every certificate exactly what it is', () => {
    const withdrawn = withdrawnOf(50_000, 0.01);
    expect(withdrawn.length).toBeGreaterThan(300);
    const reader = new StatusListReader(buildStatusList(withdrawn));
    const statuses = new Map(withdrawn.map(({ index, status }) => [index, status]));
    for (let index = 0; index < 51_000; index += 1) {
      expect(reader.statusAt(index)).toBe(statuses.get(index) ?? 'ACTIVE');
    }
  });

  it('begins at the first withdrawn certificate, and what lies before or behind it is in force', () => {
    const list = buildStatusList([{ index: 1_000_003, status: 'SUPERSEDED' }]);
    expect(list).toMatchObject({ first: 1_000_000, length: 1 });
    const reader = new StatusListReader(list);
    expect([0, 999_999, 1_000_000, 1_000_003, 1_000_004].map((index) => reader.statusAt(index))).toEqual([
      'ACTIVE',
      'ACTIVE',
      'ACTIVE',
      'SUPERSEDED',
      'ACTIVE',
    ]);
  });

  it('is written as a Token Status List of two bits: 1 revoked, 3 superseded, the lowest bits first', () => {
    const { list } = buildStatusList([
      { index: 0, status: 'REVOKED' },
      { index: 2, status: 'SUPERSEDED' },
      { index: 5, status: 'REVOKED' },
    ]);
    expect([...inflateSync(list)]).toEqual([0b00_11_00_01, 0b00_00_01_00]);
  });

  it('is empty where nothing is withdrawn', () => {
    expect(new StatusListReader(buildStatusList([])).statusAt(12)).toBe('ACTIVE');
  });

  it('takes a value that nobody wrote yet for revoked, and one that is cut off for no list', () => {
    const { list } = buildStatusList([{ index: 0, status: 'REVOKED' }]);
    const other = new Uint8Array([120, 1, 1, 1, 0, 254, 255, 2, 0, 3, 0, 3]);
    expect(new StatusListReader({ first: 0, length: 1, list: other }).statusAt(0)).toBe('REVOKED');
    expect(() => new StatusListReader({ first: 0, length: 9, list }).statusAt(0)).toThrow('cut off');
    expect(() => new StatusListReader({ first: 0, length: MAX_STATUS_LIST_BYTES + 1, list })).toThrow(
      RangeError,
    );
    expect(() => new StatusListReader({ first: 3, length: 1, list })).toThrow(RangeError);
    const far = { index: MAX_STATUS_LIST_BYTES * 4 + 8, status: 'REVOKED' as const };
    expect(() => buildStatusList([{ index: 0, status: 'REVOKED' }, far])).toThrow(RangeError);
  });
});
