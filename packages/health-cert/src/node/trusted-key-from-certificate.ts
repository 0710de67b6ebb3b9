import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import type { CertificateAlgorithm } from '../algorithms.js';
import { encodeBase64 } from '../base64.js';
import type { CertificateGroup } from '../digital-covid-certificate.js';
import type { PublicKeyJwk, TrustedKey } from '../trust-list.js';

/**
 * Extended key usages of document signers (HCERT 1.0.5 and the technical specification's certificate
 * governance): test, vaccination, recovery. Early certificates carry them with a stray `0`.
 */
const USAGES: Readonly<Record<string, CertificateGroup>> = {
  '1.3.6.1.4.1.1847.2021.1.1': 't',
  '1.3.6.1.4.1.1847.2021.1.2': 'v',
  '1.3.6.1.4.1.1847.2021.1.3': 'r',
  '1.3.6.1.4.1.0.1847.2021.1.1': 't',
  '1.3.6.1.4.1.0.1847.2021.1.2': 'v',
  '1.3.6.1.4.1.0.1847.2021.1.3': 'r',
};

/** What a certificate does not say itself, or what an authority says otherwise. */
export interface TrustedKeyOverrides {
  /** ISO 3166 alpha-2; else the country of the subject, then of the issuer. */
  readonly country?: string;
  /** Base64; else the first 8 bytes of the SHA-256 of the certificate. */
  readonly kid?: string;
  readonly revoked?: boolean;
}

/**
 * Derives a trusted key from a document signer's X.509 certificate: key, algorithm, validity and usages all come
 * from the certificate. Whether the certificate is to be trusted is for the caller to know.
 *
 * @param der the certificate
 * @throws when it is no certificate, or its key is neither P-256 nor RSA of 2048 bits or more
 */
export function trustedKeyFromCertificate(der: Uint8Array, overrides: TrustedKeyOverrides = {}): TrustedKey {
  const certificate = new X509Certificate(der);
  const usages = [...new Set((certificate.keyUsage ?? []).flatMap((oid) => USAGES[oid] ?? []))];
  return {
    kid: overrides.kid ?? certificateKid(der),
    publicKeyJwk: publicJwk(certificate.publicKey),
    algorithm: algorithmOf(certificate.publicKey),
    country: overrides.country ?? countryOf(certificate.subject) ?? countryOf(certificate.issuer) ?? '',
    notBefore: certificate.validFromDate.toISOString(),
    notAfter: certificate.validToDate.toISOString(),
    ...(overrides.revoked !== undefined && { revoked: overrides.revoked }),
    ...(usages.length > 0 && { usages }),
  };
}

/** The kid of a certificate: base64 of the first 8 bytes of its SHA-256 (HCERT 1.0.5, section 2.6.2). */
export function certificateKid(der: Uint8Array): string {
  return encodeBase64(createHash('sha256').update(der).digest().subarray(0, 8));
}

function algorithmOf(key: KeyObject): CertificateAlgorithm {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ES256';
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return 'PS256';
  throw new TypeError('the key is neither P-256 nor RSA of 2048 bits or more');
}

function publicJwk(key: KeyObject): PublicKeyJwk {
  const { kty, crv, x, y, n, e } = key.export({ format: 'jwk' });
  return kty === 'EC' ? { kty, crv, x, y } : { kty, n, e };
}

function countryOf(distinguishedName: string | undefined): string | undefined {
  return /^C=([A-Z]{2})$/m.exec(distinguishedName ?? '')?.[1];
}
