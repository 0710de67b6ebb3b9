import type { CertificateAlgorithm } from './algorithms.js';
import { decodeBase64 } from './base64.js';
import type { CertificateGroup } from './digital-covid-certificate.js';

const KID_BYTES = 8;

/** The public members of a JSON Web Key (RFC 7517, RFC 7518 section 6): EC or RSA. */
export interface PublicKeyJwk {
  readonly kty?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
}

/** A key that may sign health certificates, as a trust bundle hands it to browsers. */
export interface TrustedKey {
  /** Base64 of 8 bytes: the first of the SHA-256 of the signer's certificate. */
  readonly kid: string;
  readonly publicKeyJwk: PublicKeyJwk;
  readonly algorithm: CertificateAlgorithm;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** ISO 8601; a certificate is accepted only while its key is valid, so keys outlive what they sign. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly revoked?: boolean;
  /** The groups that the key may sign; absent or empty means all (extended key usage of the certificate). */
  readonly usages?: readonly CertificateGroup[];
}

/** The keys that a verifier trusts. */
export class TrustList {
  private readonly byKid = new Map<string, TrustedKey[]>();

  /** @throws RangeError when a kid is not the base64 of 8 bytes */
  constructor(keys: readonly TrustedKey[]) {
    for (const key of keys) {
      if (!isKid(key.kid)) throw new RangeError('a kid is not the base64 of 8 bytes');
      this.byKid.set(key.kid, [...(this.byKid.get(key.kid) ?? []), key]);
    }
  }

  /** Every key that shares a kid: eight bytes may collide, and a country may renew a certificate under one key. */
  keysWithKid(kid: string): readonly TrustedKey[] {
    return this.byKid.get(kid) ?? [];
  }
}

function isKid(kid: string): boolean {
  try {
    return decodeBase64(kid).length === KID_BYTES && kid.length === 12;
  } catch {
    return false;
  }
}
