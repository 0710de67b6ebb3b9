import { encode } from 'cborg';
import { describe, expect, it } from 'vitest';
import { decodeCbor } from './cbor.js';
import { CLAIM_RESULTED_AT, CLAIM_STATUS, decodeHealthCertClaims, encodeHealthCertClaims } from './cwt.js';
import type { DigitalCovidCertificate } from './digital-covid-certificate.js';

const certificate: DigitalCovidCertificate = { ver: '1.3.3', nam: { fnt: 'LI' }, dob: '1970', t: [] };
const issuedAt = new Date('2026-11-23T08:00:00.900Z');
const expiresAt = new Date('2026-11-26T08:00:00Z');

describe('CWT claims of a health certificate', () => {
  it('are written with the labels of RFC 8392 and whole seconds', () => {
    const claims = decodeCbor(encodeHealthCertClaims({ certificate, issuer: 'VN', issuedAt, expiresAt }));
    expect([...(claims as Map<number, unknown>).keys()].sort()).toEqual([-260, 1, 4, 6]);
    expect((claims as Map<number, unknown>).get(6)).toBe(Date.UTC(2026, 10, 23, 8) / 1000);
  });

  it('read back as written, the time of the result included', () => {
    const resultedAt = new Date('2026-11-23T07:00:00Z');
    expect(
      decodeHealthCertClaims(
        encodeHealthCertClaims({ certificate, issuer: 'VN', issuedAt, expiresAt, resultedAt }),
      ),
    ).toEqual({
      certificate,
      issuer: 'VN',
      issuedAt: new Date('2026-11-23T08:00:00Z'),
      notBefore: undefined,
      expiresAt,
      resultedAt,
      statusPlace: undefined,
      subClaim: 1,
      malformed: [],
    });
  });

  it('carry the place in the status list, and refuse one that is none', () => {
    const statusPlace = { shard: 255, index: 1_048_575 };
    const claimed = { certificate, issuer: 'VN', issuedAt, expiresAt, statusPlace };
    expect(decodeHealthCertClaims(encodeHealthCertClaims(claimed)).statusPlace).toEqual(statusPlace);
    for (const place of [[256, 1], [0, -1], [0, 1.5], [0], [0, 1, 2], 7, 'x']) {
      expect(() => decodeHealthCertClaims(claims([CLAIM_STATUS, place]))).toThrow('status list');
    }
  });

  const claims = (...entries: [number, unknown][]) =>
    encode(new Map<number, unknown>([[-260, new Map([[1, certificate]])], ...entries]));

  it('may carry floating seconds and lack issuer and times', () => {
    expect(decodeHealthCertClaims(claims([4, 1.5])).expiresAt).toEqual(new Date(1500));
    expect(decodeHealthCertClaims(claims()).issuer).toBeUndefined();
  });

  it.each<[string, string, Uint8Array]>([
    ['a time that is a text', 'exp', claims([4, '2026'])],
    ['a time that is null', 'exp', claims([4, null])],
    ['a time past the year 9999', 'iat', claims([6, 1e12])],
    ['a negative time', 'nbf', claims([5, -1])],
    ['an issuer that is a number', 'iss', claims([1, 84])],
    ['an issuer of 81 characters', 'iss', claims([1, 'V'.repeat(81)])],
  ])('leave out %s, and name it', (_name, claim, bytes) => {
    const read = decodeHealthCertClaims(bytes);
    expect(read.malformed).toEqual([claim]);
    expect([read.issuer, read.issuedAt, read.notBefore, read.expiresAt]).toEqual(Array(4).fill(undefined));
  });

  it.each([
    ['an array', encode([])],
    ['no health certificate', encode(new Map([[1, 'VN']]))],
    ['another sub-claim only', encode(new Map([[-260, new Map([[4, certificate]])]]))],
    ['a certificate that is no map', encode(new Map([[-260, new Map([[1, [certificate]]])]]))],
    ['a certificate whose keys are numbers', encode(new Map([[-260, new Map([[1, new Map([[0, 1]])]])]]))],
    ['a negative time of the result', claims([CLAIM_RESULTED_AT, -1])],
  ])('are refused when they are, or hold, %s', (_name, bytes) => {
    expect(() => decodeHealthCertClaims(bytes)).toThrow();
  });
});
