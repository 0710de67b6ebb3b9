import type { CertificateAlgorithm } from './algorithms.js';
import { encodeBase45 } from './base45.js';
import { requireSchema } from './build-test-certificate.js';
import { bytesToSign, encodeCoseSign1, encodeProtectedHeader } from './cose-sign1.js';
import { encodeHealthCertClaims, type StatusPlace } from './cwt.js';
import { HCERT_PREFIX } from './decode-health-cert.js';
import type { DigitalCovidCertificate } from './digital-covid-certificate.js';
import { NotCertifiableError } from './not-certifiable-error.js';
import { deflate } from './zlib.js';

const KID_BYTES = 8;

/** Signs certificates: a sealed key file or a key management service, which never hands out the key. */
export interface CertificateSigner {
  /** The first 8 bytes of the SHA-256 of the signer's certificate. */
  readonly kid: Uint8Array;
  readonly algorithm: CertificateAlgorithm;
  /**
   * Signs bytes with SHA-256.
   *
   * @returns r and s, 32 bytes each, for ES256 (IEEE P1363, not DER); RSASSA-PSS with a salt of 32 bytes for PS256
   */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** What a health certificate says besides the certificate itself. */
export interface HealthCertToIssue {
  readonly certificate: DigitalCovidCertificate;
  /** Country of the issuer, ISO 3166 alpha-2. */
  readonly issuer: string;
  readonly issuedAt: Date;
  /** After every rule's validity: rules decide acceptance, not expiry. */
  readonly expiresAt: Date;
  /** When the laboratory established the result; travels in a private claim. */
  readonly resultedAt?: Date;
  /** Where the certificate stands in the issuer's status list; travels in a private claim. */
  readonly statusPlace?: StatusPlace;
}

/**
 * Issues a health certificate (HCERT 1.0.5): CWT claims, signed as COSE_Sign1 with algorithm and kid in the
 * protected header, compressed, in base45.
 *
 * @param compress to a zlib stream (RFC 1950); a server brings its own, `deflateNatively`, which is several times faster
 * @returns the text of the QR code, `HC1:…`
 * @throws NotCertifiableError when the certificate leaves its schema, the issuer is no country, or the validity
 *   ends before it begins
 */
export async function issueHealthCert(
  claims: HealthCertToIssue,
  signer: CertificateSigner,
  compress: (bytes: Uint8Array) => Uint8Array = deflate,
): Promise<string> {
  requireSchema(claims.certificate);
  if (!/^[A-Z]{2}$/.test(claims.issuer)) throw new NotCertifiableError('COUNTRY_UNKNOWN', 'issuer');
  if (!(claims.issuedAt.getTime() < claims.expiresAt.getTime())) {
    throw new NotCertifiableError('VALIDITY_INVALID', 'expiresAt');
  }
  if (signer.kid.length !== KID_BYTES) throw new RangeError('a kid has 8 bytes');
  const protectedHeader = encodeProtectedHeader(signer.algorithm, signer.kid);
  const payload = encodeHealthCertClaims(claims);
  const signature = await signer.sign(bytesToSign({ protectedHeader, payload }));
  return HCERT_PREFIX + encodeBase45(compress(encodeCoseSign1({ protectedHeader, payload, signature })));
}
