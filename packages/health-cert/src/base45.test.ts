import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Base45Error, decodeBase45, encodeBase45 } from './base45.js';

const text = (value: string) => new TextEncoder().encode(value);

describe('base45', () => {
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ])('turns the example %j of RFC 9285 into %j and back', (plain, encoded) => {
    expect(encodeBase45(text(plain))).toBe(encoded);
    expect(decodeBase45(encoded)).toEqual(text(plain));
  });

  it('returns what it was given, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeBase45(encodeBase45(bytes))).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it.each([
    ['a triplet above 65535', 'GGW'],
    ['the highest triplet', ':::'],
    ['a pair above 255', '::'],
    ['a pair of 256', 'V5'],
    ['a dangling character', 'BB8A'],
    ['a lower-case letter', 'bb8'],
    ['a character outside the alphabet', 'BB_'],
    ['a surrogate pair', 'B\u{1F600}'],
  ])('refuses %s', (_name, encoded) => {
    expect(() => decodeBase45(encoded)).toThrow(Base45Error);
  });

  it('accepts the largest values that fit', () => {
    expect(decodeBase45('FGW')).toEqual(new Uint8Array([0xff, 0xff]));
    expect(decodeBase45('U5')).toEqual(new Uint8Array([0xff]));
  });

  it('are read from behind a prefix on', () => {
    expect(decodeBase45('HC1:BB8', 4)).toEqual(Uint8Array.from([65, 66]));
    expect(decodeBase45('HC1:', 4)).toEqual(new Uint8Array());
    expect(() => decodeBase45('HC1:B', 4)).toThrow(Base45Error);
  });
});
