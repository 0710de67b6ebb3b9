import { decodeBase64, encodeBase64Url } from './base64.js';
import type { PublicKeyJwk, TrustedKey } from './trust-list.js';

/** Keys below 2048 bits are refused (HCERT 1.0.5, section 2.5: RSA of 2048 bits or more). */
const MIN_RSA_MODULUS_BYTES = 256;

/**
 * How long a coordinate is on each curve that ES256 is verified on. The specification means P-256; COSE leaves the
 * curve to the key (RFC 9053, section 2.1), and some authorities signed with P-384.
 */
const COORDINATE_BYTES: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

/**
 * The members that make a trusted key, and no other: browsers refuse a key whose `use` or `alg` says something else.
 *
 * @throws TypeError when the key does not fit its algorithm, or is too weak
 */
export function publicKeyOf({ algorithm, publicKeyJwk }: TrustedKey): PublicKeyJwk {
  return algorithm === 'ES256' ? ellipticKey(publicKeyJwk) : rsaKey(publicKeyJwk);
}

function ellipticKey({ kty, crv = '', x = '', y = '' }: PublicKeyJwk): PublicKeyJwk {
  const length = Object.hasOwn(COORDINATE_BYTES, crv) ? COORDINATE_BYTES[crv] : undefined;
  if (kty !== 'EC' || length === undefined) throw new TypeError('not a key of a known curve');
  return { kty, crv, x: coordinate(x, length), y: coordinate(y, length) };
}

/** Some published keys carry a coordinate in 33 bytes with a leading zero, which browsers refuse. */
function coordinate(text: string, length: number): string {
  const bytes = decodeBase64(text);
  const significant = bytes.subarray(Math.max(0, bytes.length - length));
  if (bytes.subarray(0, bytes.length - significant.length).some((byte) => byte !== 0)) {
    throw new TypeError('a coordinate is too long');
  }
  const padded = new Uint8Array(length);
  padded.set(significant, length - significant.length);
  return encodeBase64Url(padded);
}

function rsaKey({ kty, n = '', e = '' }: PublicKeyJwk): PublicKeyJwk {
  if (kty !== 'RSA' || decodeBase64(n).length < MIN_RSA_MODULUS_BYTES) {
    throw new TypeError('not a strong RSA key');
  }
  return { kty, n, e };
}
