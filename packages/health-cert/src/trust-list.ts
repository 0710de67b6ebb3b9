import { type CertificateAlgorithm, importParameters, verifyParameters } from './algorithms.js';
import { decodeBase64, encodeBase64Url } from './base64.js';
import type { CertificateGroup } from './digital-covid-certificate.js';

const KID_BYTES = 8;
const P256_COORDINATE_BYTES = 32;

/** Keys below 2048 bits are refused (HCERT 1.0.5, section 2.5: RSA of 2048 bits or more). */
const MIN_RSA_MODULUS_BYTES = 256;

/** The public members of a JSON Web Key (RFC 7517, RFC 7518 section 6): EC P-256 or RSA. */
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

type VerificationKey = Awaited<ReturnType<typeof globalThis.crypto.subtle.importKey>>;

/** The keys that a verifier trusts. Imports each key at its first use and keeps it. */
export class TrustList {
  private readonly byKid = new Map<string, TrustedKey[]>();
  private readonly imported = new Map<TrustedKey, Promise<VerificationKey>>();

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

  /**
   * Whether a key made a signature, by the key's own algorithm. A key that cannot be imported made none.
   *
   * @param signature r and s, 32 bytes each, for ES256; as long as the modulus for PS256
   */
  async hasSigned(key: TrustedKey, signature: Uint8Array, signed: Uint8Array<ArrayBuffer>): Promise<boolean> {
    try {
      const publicKey = await this.importOnce(key);
      const parameters = verifyParameters(key.algorithm);
      return await globalThis.crypto.subtle.verify(parameters, publicKey, Uint8Array.from(signature), signed);
    } catch {
      return false;
    }
  }

  private importOnce(key: TrustedKey): Promise<VerificationKey> {
    let importing = this.imported.get(key);
    if (!importing) {
      importing = importKey(key);
      this.imported.set(key, importing);
    }
    return importing;
  }
}

async function importKey(key: TrustedKey): Promise<VerificationKey> {
  const jwk = key.algorithm === 'ES256' ? ellipticJwk(key.publicKeyJwk) : rsaJwk(key.publicKeyJwk);
  return globalThis.crypto.subtle.importKey('jwk', jwk, importParameters(key.algorithm), false, ['verify']);
}

/** Only the members that make the key: browsers refuse a key whose `use` or `alg` says something else. */
function ellipticJwk({ kty, crv, x = '', y = '' }: PublicKeyJwk) {
  if (kty !== 'EC' || crv !== 'P-256') throw new TypeError('not a P-256 key');
  return { kty, crv, x: coordinate(x), y: coordinate(y) };
}

/** Some published keys carry a coordinate in 33 bytes with a leading zero, which browsers refuse. */
function coordinate(text: string): string {
  const bytes = decodeBase64(text);
  const significant = bytes.subarray(Math.max(0, bytes.length - P256_COORDINATE_BYTES));
  if (bytes.subarray(0, bytes.length - significant.length).some((byte) => byte !== 0)) {
    throw new TypeError('a coordinate is too long');
  }
  const padded = new Uint8Array(P256_COORDINATE_BYTES);
  padded.set(significant, P256_COORDINATE_BYTES - significant.length);
  return encodeBase64Url(padded);
}

function rsaJwk({ kty, n = '', e = '' }: PublicKeyJwk) {
  if (kty !== 'RSA' || decodeBase64(n).length < MIN_RSA_MODULUS_BYTES)
    throw new TypeError('not a strong RSA key');
  return { kty, n, e };
}

function isKid(kid: string): boolean {
  try {
    return decodeBase64(kid).length === KID_BYTES && kid.length === 12;
  } catch {
    return false;
  }
}
