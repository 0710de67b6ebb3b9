import { encode } from 'cborg';
import { describe, expect, it } from 'vitest';
import { buildTestCertificate, type TestFacts } from './build-test-certificate.js';
import { decodeCbor } from './cbor.js';
import { encodeHealthCertClaims } from './cwt.js';
import { decodeHealthCert } from './decode-health-cert.js';
import type { DigitalCovidCertificate } from './digital-covid-certificate.js';
import { issueHealthCert } from './issue-health-cert.js';
import { subClaims } from './sub-claims.js';
import { signed } from './test-kit.js';
import { newUvci } from './uvci.js';

const facts: TestFacts = {
  uvci: newUvci('VN'),
  country: 'VN',
  issuer: 'Ketqua',
  fullName: 'Nguyễn Thị Ánh Tuyết',
  dateOfBirth: '1990-03-14',
  disease: '840539006',
  testType: 'LP6464-4',
  outcome: 'NOT_DETECTED',
  specimenCollectedAt: '2026-11-23T08:00:00+07:00',
};
const issuedAt = new Date('2026-11-23T08:00:00Z');
const claimed = (certificate: DigitalCovidCertificate) => ({
  certificate,
  issuer: 'VN',
  issuedAt,
  expiresAt: new Date('2026-11-30T08:00:00Z'),
});
const signer = { kid: new Uint8Array(8), algorithm: 'ES256' as const, sign: async () => new Uint8Array(64) };
const numberIn = (certificate: DigitalCovidCertificate) => {
  const claims = decodeCbor(encodeHealthCertClaims(claimed(certificate))) as Map<
    number,
    Map<number, unknown>
  >;
  return [...claims.get(-260)!.keys()];
};

describe('sub-claims', () => {
  it('give COVID-19 number 1 alone, and every other disease a negative number of its own', () => {
    expect(subClaims.filter(({ number }) => number > 0).map(({ disease }) => disease)).toEqual(['840539006']);
    expect(new Set(subClaims.map(({ number }) => number)).size).toBe(subClaims.length);
    expect(new Set(subClaims.map(({ disease }) => disease)).size).toBe(subClaims.length);
  });

  it.each(subClaims.map(({ disease, number }) => [disease, number] as const))(
    'put a test of %s into %d, and read it there',
    async (disease, number) => {
      const certificate = buildTestCertificate({ ...facts, disease });
      expect(numberIn(certificate)).toEqual([number]);
      const decoded = decodeHealthCert(await issueHealthCert(claimed(certificate), signer));
      expect(decoded).toMatchObject({ step: 'OK', claims: { subClaim: number, certificate } });
    },
  );

  it('take a device of another disease as the laboratory names it; COVID-19 devices are on the list', () => {
    const antigen = { ...facts, testType: 'LP217198-3' as const, deviceId: 'FLU-1' };
    expect(buildTestCertificate({ ...antigen, disease: '442438000' }).t?.[0]?.ma).toBe('FLU-1');
    expect(() => buildTestCertificate(antigen)).toThrow('DEVICE_NOT_LISTED');
  });

  it('have none for a disease that is not registered', () => {
    expect(() => buildTestCertificate({ ...facts, disease: '86406008' })).toThrow('DISEASE_NOT_COVERED');
  });

  it('of ours are refused where another disease stands in them', async () => {
    const measles = buildTestCertificate({ ...facts, disease: '14189004' });
    const payload = (number: number) =>
      encode(
        new Map<number, unknown>([
          [1, 'VN'],
          [-260, new Map([[number, measles]])],
        ]),
      );
    expect(decodeHealthCert(await signed(signer, payload(-6))).step).toBe('OK');
    expect(decodeHealthCert(await signed(signer, payload(-7))).step).toBe('CWT');
    expect(decodeHealthCert(await signed(signer, payload(-99))).step).toBe('CWT');
  });
});
