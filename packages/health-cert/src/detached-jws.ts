import { decodeBase64, encodeBase64Url } from './base64.js';

/** An EC P-256 public key (RFC 7517, RFC 7518 section 6.2). */
export interface EllipticJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** Thrown where a signature is none, or is none of a key that is believed. */
export class JwsError extends Error {
  override readonly name = 'JwsError';
  constructor(readonly code: 'MALFORMED' | 'KEY_UNKNOWN' | 'SIGNATURE_INVALID') {
    super(code);
  }
}

/** The thumbprint of a key (RFC 7638): base64url of the SHA-256 of its members in their fixed order. */
export async function jwkThumbprint({ kty, crv, x, y }: EllipticJwk): Promise<string> {
  const text = JSON.stringify({ crv, kty, x, y });
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return encodeBase64Url(new Uint8Array(digest));
}

/** The header of a signature over bytes that stand beside it (RFC 7797), with the key that made it. */
export function detachedHeader(kid: string, jwk: EllipticJwk): string {
  const header = { alg: 'ES256', b64: false, crit: ['b64'], jwk, kid };
  return encodeBase64Url(new TextEncoder().encode(JSON.stringify(header)));
}

/** The bytes that such a signature covers: header, a full stop, and the payload as it is. */
export function detachedSigningInput(header: string, payload: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(`${header}.${payload}`));
}

/**
 * Verifies a detached JWS by the key in its header, which must be one that is believed.
 *
 * @param believed thumbprints; undefined believes whichever key it is, for a first look
 * @returns the thumbprint of the key
 * @throws JwsError
 */
export async function verifyDetachedJws(
  jws: string,
  payload: string,
  believed: readonly string[] | undefined,
): Promise<string> {
  const [header, none, signature, ...more] = jws.split('.');
  if (!header || none !== '' || !signature || more.length) throw new JwsError('MALFORMED');
  const jwk = keyIn(header);
  const thumbprint = await jwkThumbprint(jwk);
  if (believed && !believed.includes(thumbprint)) throw new JwsError('KEY_UNKNOWN');
  const isGenuine = await hasSigned(jwk, signature, detachedSigningInput(header, payload));
  if (!isGenuine) throw new JwsError('SIGNATURE_INVALID');
  return thumbprint;
}

function keyIn(header: string): EllipticJwk {
  try {
    const read = JSON.parse(new TextDecoder().decode(decodeBase64(header)));
    const { alg, b64, crit, jwk } = read;
    const isOurs = alg === 'ES256' && b64 === false && crit.length === 1 && crit[0] === 'b64';
    if (!isOurs || jwk.kty !== 'EC' || jwk.crv !== 'P-256') throw new JwsError('MALFORMED');
    return { kty: 'EC', crv: 'P-256', x: String(jwk.x), y: String(jwk.y) };
  } catch {
    throw new JwsError('MALFORMED');
  }
}

async function hasSigned(
  jwk: EllipticJwk,
  signature: string,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    const { subtle } = globalThis.crypto;
    const curve = { name: 'ECDSA', namedCurve: 'P-256' };
    const key = await subtle.importKey('jwk', { ...jwk }, curve, false, ['verify']);
    return await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, decodeBase64(signature), signed);
  } catch {
    return false;
  }
}
