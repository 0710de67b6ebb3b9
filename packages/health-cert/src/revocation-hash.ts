import type { CertificateAlgorithm } from './algorithms.js';

/**
 * What a DCC revocation entry is the hash of (Implementing Decision (EU) 2021/1073, annex VI): the certificate's
 * signature, its identifier, or the issuing country and the identifier.
 */
export const revocationHashTypes = ['SIGNATURE', 'UCI', 'COUNTRYCODEUCI'] as const;

export type RevocationHashType = (typeof revocationHashTypes)[number];

/** The bytes of an entry: the first 128 bits of a SHA-256. */
export const REVOCATION_HASH_BYTES = 16;

/** What names a certificate to a revocation list. */
export interface RevocableCertificate {
  /** The UVCI as it stands in the certificate. */
  readonly certificateId: string;
  /** ISO 3166 alpha-2, as the claim `iss` says. */
  readonly issuer: string;
  readonly algorithm: CertificateAlgorithm;
  /** As COSE holds it: r and s for ES256. */
  readonly signature: Uint8Array;
}

/**
 * The hash of a certificate in a DCC revocation list. Of an ECDSA signature r alone counts: whoever has (r, s) can
 * write (r, -s), which is as good a signature.
 *
 * @returns 16 bytes
 */
export async function revocationHash(
  type: RevocationHashType,
  certificate: RevocableCertificate,
): Promise<Uint8Array<ArrayBuffer>> {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', hashed(type, certificate));
  return new Uint8Array(digest).slice(0, REVOCATION_HASH_BYTES);
}

function hashed(
  type: RevocationHashType,
  { certificateId, issuer, algorithm, signature }: RevocableCertificate,
): Uint8Array<ArrayBuffer> {
  if (type === 'SIGNATURE') {
    return Uint8Array.from(algorithm === 'ES256' ? signature.subarray(0, signature.length / 2) : signature);
  }
  const text = type === 'UCI' ? certificateId : issuer + certificateId;
  return Uint8Array.from(new TextEncoder().encode(text));
}
