import { encodeBase45 } from './base45.js';
import { buildTestCertificate, type TestFacts } from './build-test-certificate.js';
import { bytesToSign, encodeCoseSign1, encodeProtectedHeader } from './cose-sign1.js';
import { HCERT_PREFIX } from './decode-health-cert.js';
import type { CertificateSigner, HealthCertToIssue } from './issue-health-cert.js';
import { type SigningKey, type SigningKeySubject, trustedKeyFromCertificate } from './node.js';
import type { TrustedKey } from './trust-list.js';
import { newUvci } from './uvci.js';
import { deflate } from './zlib.js';

/** One hour in milliseconds. */
export const HOUR = 3_600_000;

/** When the certificate of {@link claims} is issued, and when it is checked: three hours later. */
export const issuedAt = new Date('2026-11-23T05:00:00Z');
export const at = new Date('2026-11-23T08:00:00Z');

/** A moment so many milliseconds after the issue. */
export const after = (milliseconds: number) => new Date(issuedAt.getTime() + milliseconds);

/** A NAAT, not detected, whose specimen was collected seven hours before the check. */
export const facts: TestFacts = {
  uvci: newUvci('VN'),
  country: 'VN',
  issuer: 'Sở Y tế Thành phố Hồ Chí Minh',
  fullName: 'Nguyễn Thị Bình',
  dateOfBirth: '1990-02-28',
  disease: '840539006',
  testType: 'LP6464-4',
  testName: 'RT-PCR',
  outcome: 'NOT_DETECTED',
  specimenCollectedAt: '2026-11-23T08:00:00+07:00',
  testingCentre: 'Bệnh viện Chợ Rẫy',
};

/** What is issued over {@link facts}, valid for 14 days. */
export const claims = (overrides: Partial<HealthCertToIssue> = {}): HealthCertToIssue => ({
  certificate: buildTestCertificate(facts),
  issuer: 'VN',
  issuedAt,
  expiresAt: after(14 * 24 * HOUR),
  ...overrides,
});

/** Whom test keys belong to. */
export const subject: SigningKeySubject = {
  country: 'VN',
  organisation: 'Ketqua',
  commonName: 'Test signer',
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2028-01-01T00:00:00Z'),
};

/** A key as a trust list holds it. */
export const trusted = (key: SigningKey, overrides: Partial<TrustedKey> = {}): TrustedKey => ({
  ...trustedKeyFromCertificate(key.certificateDer),
  ...overrides,
});

/** Signs anything as a certificate, to try what issueHealthCert would never write. */
export async function signed(
  signer: CertificateSigner,
  payload: Uint8Array,
  protectedHeader = encodeProtectedHeader(signer.algorithm, signer.kid),
): Promise<string> {
  const signature = await signer.sign(bytesToSign({ protectedHeader, payload }));
  return HCERT_PREFIX + encodeBase45(deflate(encodeCoseSign1({ protectedHeader, payload, signature })));
}
