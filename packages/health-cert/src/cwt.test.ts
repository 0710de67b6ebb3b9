import { encode } from 'cborg';
import { describe, expect, it } from 'vitest';
import { decodeCbor } from './cbor.js';
import { CLAIM_RESULTED_AT, decodeHealthCertClaims, encodeHealthCertClaims } from './cwt.js';
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
    });
  });

  const claims = (...entries: [number, unknown][]) =>
    encode(new Map<number, unknown>([[-260, new Map([[1, certificate]])], ...entries]));

  it('may carry floating seconds and lack issuer and times', () => {
    expect(decodeHealthCertClaims(claims([4, 1.5])).expiresAt).toEqual(new Date(1500));
    expect(decodeHealthCertClaims(claims()).issuer).toBeUndefined();
  });

  it.each([
    ['an array', encode([])],
    ['no health certificate', encode(new Map([[1, 'VN']]))],
    ['another sub-claim only', encode(new Map([[-260, new Map([[4, certificate]])]]))],
    ['a time that is a text', claims([4, '2026'])],
    ['a time past the year 9999', claims([4, 1e12])],
    ['a negative time of the result', claims([CLAIM_RESULTED_AT, -1])],
    ['an issuer that is a number', claims([1, 84])],
  ])('are refused when they are, or hold, %s', (_name, bytes) => {
    expect(() => decodeHealthCertClaims(bytes)).toThrow();
  });
});
