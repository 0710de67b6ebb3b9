import { encode } from 'cborg';
import { describe, expect, it } from 'vitest';
import { bytesToSign, decodeCoseSign1, encodeCoseSign1, encodeProtectedHeader } from './cose-sign1.js';

const kid = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
const otherKid = Uint8Array.from([8, 7, 6, 5, 4, 3, 2, 1]);
const payload = Uint8Array.from([0xa0]);
const signature = new Uint8Array(64);

const message = (protectedMap: Map<number, unknown>, unprotected: Map<number, unknown> = new Map()) =>
  encode([encode(protectedMap), unprotected, payload, signature]);

describe('COSE_Sign1', () => {
  const tagged = encodeCoseSign1({
    protectedHeader: encodeProtectedHeader('PS256', kid),
    payload,
    signature,
  });

  it('writes tag 18 and reads back what it wrote', () => {
    expect(tagged[0]).toBe(0xd2);
    expect(decodeCoseSign1(tagged)).toMatchObject({ kid, algorithm: 'PS256', payload, signature });
  });

  it('reads a message without tag, and one inside tag 61', () => {
    expect(decodeCoseSign1(tagged.subarray(1))).toMatchObject({ kid });
    expect(decodeCoseSign1(Uint8Array.from([0xd8, 0x3d, ...tagged]))).toMatchObject({ kid });
  });

  it('refuses the two tags in the wrong order, and a tag given twice', () => {
    expect(() => decodeCoseSign1(Uint8Array.from([0xd2, 0xd8, 0x3d, ...tagged.subarray(1)]))).toThrow();
    expect(() => decodeCoseSign1(Uint8Array.from([0xd2, ...tagged]))).toThrow();
  });

  it('takes the kid from the unprotected header only when the protected one has none', () => {
    expect(decodeCoseSign1(message(new Map([[1, -7]]), new Map([[4, kid]]))).kid).toEqual(kid);
    const both = message(
      new Map<number, unknown>([
        [1, -7],
        [4, kid],
      ]),
      new Map([[4, otherKid]]),
    );
    expect(decodeCoseSign1(both).kid).toEqual(kid);
  });

  it.each([
    ['none', 0],
    ['ES384', -35],
    ['RS256', -257],
    ['HMAC', 5],
    ['a text', 'ES256'],
  ])('knows no algorithm where the header says %s', (_name, algorithm) => {
    expect(decodeCoseSign1(message(new Map([[1, algorithm]]))).algorithm).toBeUndefined();
  });

  it('refuses a critical header, which it cannot understand', () => {
    expect(() => decodeCoseSign1(message(new Map<number, unknown>([[2, [99]]])))).toThrow(/critical/);
  });

  it.each([
    ['no array', encode(new Map())],
    ['three elements', encode([new Uint8Array(), new Map(), payload])],
    ['a detached payload', encode([new Uint8Array(), new Map(), null, signature])],
    ['a protected header that is no map', encode([encode([1]), new Map(), payload, signature])],
    ['an unprotected header that is no map', encode([new Uint8Array(), [], payload, signature])],
    ['a kid that is a text', message(new Map([[4, 'kid']]))],
  ])('refuses %s', (_name, bytes) => {
    expect(() => decodeCoseSign1(bytes)).toThrow();
  });

  it('signs the context, the protected header and the payload', () => {
    const bytes = bytesToSign({ protectedHeader: Uint8Array.from([0xa0]), payload: Uint8Array.from([1]) });
    expect([...bytes]).toEqual([
      0x84,
      0x6a,
      ...new TextEncoder().encode('Signature1'),
      0x41,
      0xa0,
      0x40,
      0x41,
      1,
    ]);
  });

  it.each([0, 1, 23, 24, 255, 256, 65_535, 65_536])(
    'writes a payload of %i bytes as any encoder does',
    (length) => {
      const [protectedHeader, payload] = [
        new Uint8Array(length % 300).fill(7),
        new Uint8Array(length).fill(9),
      ];
      const written = encode(['Signature1', protectedHeader, new Uint8Array(), payload]);
      expect(bytesToSign({ protectedHeader, payload })).toEqual(new Uint8Array(written));
    },
  );

  it('keeps what it read when the bytes are used for something else', () => {
    const bytes = Uint8Array.from(message(new Map<number, unknown>([[4, kid]])));
    const read = decodeCoseSign1(bytes);
    bytes.fill(0xff);
    expect(read).toMatchObject({ kid, payload, signature, protectedHeader: encode(new Map([[4, kid]])) });
  });
});
