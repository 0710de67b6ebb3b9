import { encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CborError, decodeCbor, MAX_CBOR_DEPTH, MAX_CBOR_ITEMS, plainObject } from './cbor.js';

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

describe('strict CBOR', () => {
  it('reads maps, negative keys and indefinite lengths', () => {
    expect(decodeCbor(bytes('a201626154390103f5'))).toEqual(
      new Map<number, unknown>([
        [1, 'aT'],
        [-260, true],
      ]),
    );
    expect(decodeCbor(bytes('bf61619f0102ff6162f6ff'))).toEqual(
      new Map<string, unknown>([
        ['a', [1, 2]],
        ['b', null],
      ]),
    );
  });

  it.each([
    ['a duplicate integer key', 'a201010102'],
    ['a duplicate text key', 'a2616101616102'],
    ['a duplicate key in a map of indefinite length', 'bf616101616102ff'],
    ['a duplicate key written at another width', 'a20101180102'],
    ['a byte string as key', 'a1410101'],
    ['an array as key', 'a18001'],
    ['a byte after the item', '0100'],
    ['a truncated item', '62'],
    ['nothing', ''],
    ['NaN', 'f97e00'],
    ['infinity', 'f97c00'],
    ['a break outside a container', 'ff'],
    ['a break in the place of a value', 'a101ff'],
    ['a break between a key and its value', 'bf01ff'],
    ['a break in an array that said its length', '8201ff'],
    ['an unknown tag', 'c20101'],
    ['a date tag over a number', 'c001'],
    ['a tag of seconds over a text', 'c16130'],
    ['an array that claims more than is there', '9bffffffffffffffff00'],
  ])('refuses %s', (_name, hex) => {
    expect(() => decodeCbor(bytes(hex))).toThrow(CborError);
  });

  it('drops the tags that only mark a text as a date, or a number as seconds', () => {
    expect(decodeCbor(bytes('c06130'))).toBe('0');
    expect(decodeCbor(bytes('d903ec6130'))).toBe('0');
    expect(decodeCbor(bytes('c11a6092dd20'))).toBe(1_620_237_600);
    expect(decodeCbor(bytes('c1fb41d824b748000000'))).toBe(1_620_237_600);
  });

  it('takes undefined for null, and integers wider than they need be', () => {
    expect(decodeCbor(bytes('82f71b0000000000000001'))).toEqual([null, 1]);
  });

  it('follows nesting to the bound and no deeper, whatever opens it', () => {
    const nested = (opener: string, depth: number) => bytes(`${opener.repeat(depth)}01`);
    expect(() => decodeCbor(nested('81', MAX_CBOR_DEPTH))).not.toThrow();
    expect(() => decodeCbor(nested('81', MAX_CBOR_DEPTH + 1))).toThrow(CborError);
    expect(() => decodeCbor(nested('9f', 60_000))).toThrow(CborError);
    expect(() => decodeCbor(nested('a101', 30_000))).toThrow(CborError);
    expect(() => decodeCbor(nested('c0', 60_000))).toThrow(CborError);
  });

  it('reads items to the bound and no further', () => {
    const array = (length: number) => encode(new Array(length).fill(0));
    expect(decodeCbor(array(MAX_CBOR_ITEMS - 1))).toHaveLength(MAX_CBOR_ITEMS - 1);
    expect(() => decodeCbor(array(MAX_CBOR_ITEMS))).toThrow(CborError);
  });

  it('does not take many shallow siblings for depth', () => {
    const siblings = Array.from({ length: 100 }, () => [[], {}, [1]]);
    expect(plainObject(decodeCbor(encode(siblings)))).toEqual(siblings);
  });

  it('returns any JSON that was encoded', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        const normalized = JSON.parse(JSON.stringify(value));
        expect(plainObject(decodeCbor(encode(normalized)))).toEqual(normalized);
      }),
    );
  });

  it('refuses what has no place in JSON', () => {
    expect(() => plainObject(decodeCbor(bytes('4101')))).toThrow(CborError);
    expect(() => plainObject(decodeCbor(bytes('a10101')))).toThrow(CborError);
    expect(() => plainObject(decodeCbor(bytes('1bffffffffffffffff')))).toThrow(CborError);
    expect(() => plainObject(new Map([['__proto__', 1]]))).toThrow(CborError);
  });
});
