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

  it('refuses what is larger than any QR code carries, however much it would inflate to', () => {
    const bomb = deflateSync(new Uint8Array(100_000_000));
    expect(bomb.length).toBeGreaterThan(3_000);
    expect(() => inflateBounded(bomb)).toThrow(/more than 3000 bytes/);
  });

  it('keeps no more than the bound of the largest bomb that a QR code carries', () => {
    const bomb = deflateSync(new Uint8Array(2_900_000));
    expect(bomb.length).toBeLessThan(3_000);
    expect(() => inflateBounded(bomb)).toThrow(/inflates to more than 65536 bytes/);
    expect(inflateBounded(deflateSync(new Uint8Array([1, 2, 3])))).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('gives bytes that the next text does not overwrite', () => {
    const first = inflateBounded(deflateSync(new Uint8Array([1, 1, 1])));
    inflateBounded(deflateSync(new Uint8Array([2, 2, 2])));
    expect(first).toEqual(new Uint8Array([1, 1, 1]));
  });

  it('refuses a stream that reaches back before its beginning', () => {
    inflateBounded(deflateSync(new TextEncoder().encode('what stood here before')));
    // A fixed block whose first symbol copies three bytes from a distance of one.
    expect(() => inflateBounded(Uint8Array.from([0x78, 0x9c, 0x03, 0x02, 0x00, 0, 0, 0, 1]))).toThrow(
      ZlibError,
    );
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
