import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { encodeBase64Url } from '../base64.js';
import { type CanonicalValue, canonicalJson } from '../canonical-json.js';
import { detachedHeader, detachedSigningInput, type EllipticJwk, jwkThumbprint } from '../detached-jws.js';
import type { TrustBundleDocument } from '../trust-bundle.js';

/** A root key of trust bundles. The private key is in the clear: seal it before it is stored. */
export interface BundleRootKey {
  /** The thumbprint (RFC 7638) that verifiers pin. */
  readonly thumbprint: string;
  readonly publicKeyJwk: EllipticJwk;
  readonly privateKeyPkcs8: Uint8Array;
}

/** Makes a root key: EC P-256. */
export async function createBundleRoot(): Promise<BundleRootKey> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKeyJwk = ellipticJwk(publicKey);
  return {
    publicKeyJwk,
    thumbprint: await jwkThumbprint(publicKeyJwk),
    privateKeyPkcs8: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })),
  };
}

/** Signs with a root key: trust bundles, and what is published beside them. */
export interface BundleRootSigner {
  readonly thumbprint: string;
  readonly publicKeyJwk: EllipticJwk;
  /** r and s, 32 bytes each, over the SHA-256 of the bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A signer over a root key in this process. @throws when the bytes are no PKCS #8 key */
export function bundleRootSigner({
  thumbprint,
  publicKeyJwk,
  privateKeyPkcs8,
}: BundleRootKey): BundleRootSigner {
  const key = createPrivateKey({ key: Buffer.from(privateKeyPkcs8), format: 'der', type: 'pkcs8' });
  return {
    thumbprint,
    publicKeyJwk,
    sign: async (bytes) => new Uint8Array(sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })),
  };
}

/** Signs a trust bundle; gives the text that `GET /trust-bundle` answers with. */
export async function signTrustBundle(
  content: Omit<TrustBundleDocument, 'signature'>,
  signer: BundleRootSigner,
): Promise<string> {
  const header = detachedHeader(signer.thumbprint, signer.publicKeyJwk);
  const signed = await signer.sign(detachedSigningInput(header, canonicalJson(asValue(content))));
  const signature = `${header}..${encodeBase64Url(signed)}`;
  return canonicalJson(asValue({ ...content, signature }));
}

/** Signs JSON as a compact JWS (RFC 7515), with the root key in its header. */
export async function signCompactJws(
  payload: object,
  type: string,
  signer: BundleRootSigner,
): Promise<string> {
  const encode = (value: object) => encodeBase64Url(new TextEncoder().encode(JSON.stringify(value)));
  const header = { alg: 'ES256', jwk: signer.publicKeyJwk, kid: signer.thumbprint, typ: type };
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${encodeBase64Url(await signer.sign(new TextEncoder().encode(signed)))}`;
}

function asValue(document: object): CanonicalValue {
  return document as CanonicalValue;
}

function ellipticJwk(key: KeyObject): EllipticJwk {
  const { x, y } = key.export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-256', x: x!, y: y! };
}
