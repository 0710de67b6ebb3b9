import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
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

/** The salt of PS256 is as long as its hash (RFC 8230, section 2). */
const PSS_SALT_LENGTH = 32;

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
 * @throws when it is no certificate, or its key is neither of a NIST curve nor RSA of 2048 bits or more
 */
export function trustedKeyFromCertificate(der: Uint8Array, overrides: TrustedKeyOverrides = {}): TrustedKey {
  const certificate = new X509Certificate(der);
  const publicKey = plainKey(certificate.publicKey);
  const usages = [...new Set((certificate.keyUsage ?? []).flatMap((oid) => USAGES[oid] ?? []))];
  return {
    kid: overrides.kid ?? certificateKid(der),
    publicKeyJwk: publicJwk(publicKey),
    algorithm: algorithmOf(publicKey),
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

/** Signing is for P-256 alone; what others signed is verified on the curves that COSE allows ES256 (RFC 9053, 2.1). */
const CURVES: ReadonlySet<string | undefined> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

function algorithmOf(key: KeyObject): CertificateAlgorithm {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec' && CURVES.has(namedCurve)) return 'ES256';
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return 'PS256';
  throw new TypeError('the key is neither of a NIST curve nor RSA of 2048 bits or more');
}

/** A key that its certificate reserves for PSS (RFC 4055) as the RSA key it is: JSON Web Keys know no other. */
function plainKey(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'rsa-pss') return key;
  const { asymmetricKeyDetails: { hashAlgorithm = 'sha256', saltLength = 0 } = {} } = key;
  if (hashAlgorithm !== 'sha256' || saltLength > PSS_SALT_LENGTH) {
    throw new TypeError('the key is reserved for another PSS than PS256');
  }
  return createPublicKey({ key: keyBytesIn(key), format: 'der', type: 'pkcs1' });
}

/** What stands in the bit string of a SubjectPublicKeyInfo (RFC 5280, section 4.1) of RSA of 2048 bits or more. */
function keyBytesIn(key: KeyObject): Buffer {
  const info = key.export({ format: 'der', type: 'spki' });
  const [infoHeader, algorithmHeader, bitStringHeader] = [4, 2, 5] as const;
  const algorithmLength = info[infoHeader + 1]!;
  return info.subarray(infoHeader + algorithmHeader + algorithmLength + bitStringHeader);
}

function publicJwk(key: KeyObject): PublicKeyJwk {
  const { kty, crv, x, y, n, e } = key.export({ format: 'jwk' });
  return kty === 'EC' ? { kty, crv, x, y } : { kty, n, e };
}

function countryOf(distinguishedName: string | undefined): string | undefined {
  return /^C=([A-Z]{2})$/m.exec(distinguishedName ?? '')?.[1];
}
