import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { jwkThumbprint } from '../detached-jws.js';
import { type TrustListFormat, TrustListUnreadableError } from './read-trust-list.js';

/** A compact JWS (RFC 7515): three parts of base64url. */
const compactJws = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** The line of base64 before a list of the EU gateway's that Germany signed. */
const signedList = /^([A-Za-z0-9+/=]+)\r?\n/;

/**
 * What of a published trust list is to be read, once it has proved to be genuine: the payload of a JWS, or the list as it
 * is.
 *
 * @param signedBy whose signature is asked for: for DCC a public key in PEM, over the list behind its first line; for
 *   JWKS the thumbprint (RFC 7638) of the key in the header of a JWS. Left out, the content is taken as it is
 * @throws TrustListUnreadableError where the signature that is asked for is missing or wrong
 */
export async function authenticTrustList(
  format: TrustListFormat,
  content: string,
  signedBy: string | undefined,
): Promise<string> {
  const jws = format === 'JWKS' && compactJws.test(content.trim()) ? content.trim().split('.') : undefined;
  if (signedBy !== undefined && !(await isSignedBy(format, content, jws, signedBy))) {
    throw new TrustListUnreadableError('no signature of the key that was named');
  }
  return jws ? Buffer.from(jws[1]!, 'base64url').toString() : content;
}

async function isSignedBy(
  format: TrustListFormat,
  content: string,
  jws: readonly string[] | undefined,
  signedBy: string,
): Promise<boolean> {
  try {
    if (format === 'DCC') return hasSignedList(createPublicKey(signedBy), content);
    return jws !== undefined && (await isJwsOf(signedBy, jws));
  } catch {
    return false;
  }
}

/** ECDSA with SHA-256 over what follows the line, in either way of writing r and s. */
function hasSignedList(key: KeyObject, content: string): boolean {
  const [line, signature] = signedList.exec(content) ?? [];
  if (!line || !signature || key.asymmetricKeyType !== 'ec') return false;
  const signed = Buffer.from(content.slice(line.length));
  return (['ieee-p1363', 'der'] as const).some((dsaEncoding) =>
    verify('sha256', signed, { key, dsaEncoding }, Buffer.from(signature, 'base64')),
  );
}

async function isJwsOf(
  thumbprint: string,
  [header, payload, signature]: readonly string[],
): Promise<boolean> {
  const { alg, crit, jwk } = JSON.parse(Buffer.from(header!, 'base64url').toString());
  if (alg !== 'ES256' || crit !== undefined || jwk?.crv !== 'P-256') return false;
  if ((await jwkThumbprint({ kty: 'EC', crv: 'P-256', x: String(jwk.x), y: String(jwk.y) })) !== thumbprint) {
    return false;
  }
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y }, format: 'jwk' });
  const signed = Buffer.from(`${header}.${payload}`);
  return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature!, 'base64url'));
}
