import { constants, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64Url } from './base64.js';
import { nodeCryptoVerifier } from './node.js';
import type { PublicKeyJwk, TrustedKey } from './trust-list.js';
import { webCryptoVerifier } from './web-crypto-verifier.js';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = publicKey.export({ format: 'jwk' });
const data = new TextEncoder().encode('signed');
const ieee = 'ieee-p1363' as const;
const signature = new Uint8Array(sign('sha256', data, { key: privateKey, dsaEncoding: ieee }));

const key = (overrides: Partial<TrustedKey> = {}): TrustedKey => ({
  kid: 'AQIDBAUGBwg=',
  publicKeyJwk: { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y },
  algorithm: 'ES256',
  country: 'VN',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2028-01-01T00:00:00Z',
  ...overrides,
});

describe.each([
  ['WebCrypto', webCryptoVerifier],
  ['node:crypto', nodeCryptoVerifier],
])('%s', (_name, verifier) => {
  const verifies = (trusted: TrustedKey) => verifier.hasSigned(trusted, signature, data);

  it('verifies with a key, and refuses the same signature over other bytes', async () => {
    const trusted = key();
    expect(await verifies(trusted)).toBe(true);
    expect(await verifies(trusted)).toBe(true);
    expect(await verifier.hasSigned(trusted, signature, new TextEncoder().encode('other'))).toBe(false);
  });

  it('takes a signature in DER, or of another length, for none', async () => {
    const der = new Uint8Array(sign('sha256', data, privateKey));
    for (const wrong of [der, signature.slice(1), new Uint8Array(), new Uint8Array(64)]) {
      expect(await verifier.hasSigned(key(), wrong, data)).toBe(false);
    }
  });

  it.each(['P-384', 'P-521'])('verifies ES256 by a key of %s too, as COSE allows', async (namedCurve) => {
    const other = generateKeyPairSync('ec', { namedCurve });
    const trusted = key({ publicKeyJwk: other.publicKey.export({ format: 'jwk' }) });
    const made = new Uint8Array(sign('sha256', data, { key: other.privateKey, dsaEncoding: ieee }));
    expect(await verifier.hasSigned(trusted, made, data)).toBe(true);
    expect(await verifier.hasSigned(trusted, signature, data)).toBe(false);
  });

  it('verifies PS256 with a salt as long as the hash, and no other', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const trusted = key({ algorithm: 'PS256', publicKeyJwk: rsa.publicKey.export({ format: 'jwk' }) });
    const made = (saltLength: number, padding = constants.RSA_PKCS1_PSS_PADDING) =>
      new Uint8Array(sign('sha256', data, { key: rsa.privateKey, padding, saltLength }));
    expect(await verifier.hasSigned(trusted, made(32), data)).toBe(true);
    expect(await verifier.hasSigned(trusted, made(20), data)).toBe(false);
    expect(await verifier.hasSigned(trusted, made(32, constants.RSA_PKCS1_PADDING), data)).toBe(false);
  });

  const with33Bytes = (text = '', first: number) =>
    encodeBase64Url(Uint8Array.from([first, ...decodeBase64(text)]));

  it('reads a key whose coordinates carry a leading zero, or whose other members disagree', async () => {
    const padded = { ...key().publicKeyJwk, x: with33Bytes(jwk.x, 0), y: with33Bytes(jwk.y, 0) };
    expect(await verifies(key({ publicKeyJwk: padded }))).toBe(true);
    const decorated = { ...key().publicKeyJwk, use: 'enc', alg: 'ES384', key_ops: ['sign'] };
    expect(await verifies(key({ publicKeyJwk: decorated }))).toBe(true);
  });

  it.each<[string, PublicKeyJwk]>([
    ['a coordinate that is too long', { ...key().publicKeyJwk, x: with33Bytes(jwk.x, 1) }],
    ['a point off the curve', { ...key().publicKeyJwk, x: jwk.y, y: jwk.x }],
    ['another curve', { ...key().publicKeyJwk, crv: 'P-384' }],
    ['a curve that is not for ES256', { ...key().publicKeyJwk, crv: 'secp256k1' }],
    ['no key type', { x: jwk.x, y: jwk.y }],
    ['a coordinate that is not base64', { ...key().publicKeyJwk, y: '***' }],
  ])('takes %s for a key that signed nothing', async (_case, publicKeyJwk) => {
    expect(await verifies(key({ publicKeyJwk }))).toBe(false);
  });

  it('refuses RSA keys under 2048 bits', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const pss = { key: weak.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const trusted = key({ algorithm: 'PS256', publicKeyJwk: weak.publicKey.export({ format: 'jwk' }) });
    const made = new Uint8Array(sign('sha256', data, pss));
    expect(await verifier.hasSigned(trusted, made, data)).toBe(false);
  });
});
