import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflate, inflateBounded, MAX_INFLATED_BYTES, ZlibError } from './zlib.js';

describe('zlib', () => {
  it('inflates what zlib itself deflated, and the other way round, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(inflateBounded(deflateSync(bytes))).toEqual(new Uint8Array(bytes));
        expect(new Uint8Array(inflateSync(deflate(bytes)))).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it('accepts output of exactly the bound, and refuses one byte more', () => {
    expect(inflateBounded(deflateSync(new Uint8Array(MAX_INFLATED_BYTES))).length).toBe(MAX_INFLATED_BYTES);
    expect(() => inflateBounded(deflateSync(new Uint8Array(MAX_INFLATED_BYTES + 1)))).toThrow(/more than/);
  });

  it('stops a bomb of 100 MB within milliseconds', () => {
    const bomb = deflateSync(new Uint8Array(100_000_000));
    const start = performance.now();
    expect(() => inflateBounded(bomb)).toThrow(/more than/);
    expect(performance.now() - start).toBeLessThan(50);
  });

  it('refuses a changed checksum, a truncated stream, trailing bytes and no stream at all', () => {
    const good = new Uint8Array(deflateSync(new TextEncoder().encode('a specimen was collected')));
    const changed = good.slice();
    changed[changed.length - 1]! ^= 1;
    expect(() => inflateBounded(changed)).toThrow(ZlibError);
    expect(() => inflateBounded(good.subarray(0, good.length - 6))).toThrow(ZlibError);
    expect(() => inflateBounded(new Uint8Array([...good, 0, 0]))).toThrow(ZlibError);
    expect(() => inflateBounded(new Uint8Array())).toThrow(ZlibError);
    expect(() => inflateBounded(new Uint8Array([0x78]))).toThrow(ZlibError);
    expect(() => inflateBounded(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]))).toThrow(ZlibError);
  });
});
