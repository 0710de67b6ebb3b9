import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64Url } from './base64.js';
import { type PublicKeyJwk, type TrustedKey, TrustList } from './trust-list.js';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = publicKey.export({ format: 'jwk' });
const data = new TextEncoder().encode('signed');
const signature = new Uint8Array(sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' }));

const key = (overrides: Partial<TrustedKey> = {}): TrustedKey => ({
  kid: 'AQIDBAUGBwg=',
  publicKeyJwk: { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y },
  algorithm: 'ES256',
  country: 'VN',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2028-01-01T00:00:00Z',
  ...overrides,
});

const verifies = (trusted: TrustedKey) => new TrustList([trusted]).hasSigned(trusted, signature, data);

describe('a trust list', () => {
  it('finds every key that shares a kid', () => {
    const list = new TrustList([key(), key({ country: 'LA' }), key({ kid: 'CAcGBQQDAgE=' })]);
    expect(list.keysWithKid('AQIDBAUGBwg=').map(({ country }) => country)).toEqual(['VN', 'LA']);
    expect(list.keysWithKid('AAAAAAAAAAA=')).toEqual([]);
  });

  it.each(['', 'AQID', 'AQIDBAUGBwgJ', 'AQIDBAUGBwg', '!!!!!!!!!!!='])('refuses %j as a kid', (kid) => {
    expect(() => new TrustList([key({ kid })])).toThrow(RangeError);
  });

  it('verifies with a key, and refuses the same signature over other bytes', async () => {
    const trusted = key();
    const list = new TrustList([trusted]);
    expect(await list.hasSigned(trusted, signature, data)).toBe(true);
    expect(await list.hasSigned(trusted, signature, new TextEncoder().encode('other'))).toBe(false);
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
    ['no key type', { x: jwk.x, y: jwk.y }],
    ['a coordinate that is not base64', { ...key().publicKeyJwk, y: '***' }],
  ])('takes %s for a key that signed nothing', async (_name, publicKeyJwk) => {
    expect(await verifies(key({ publicKeyJwk }))).toBe(false);
  });

  it('refuses RSA keys under 2048 bits', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const pss = { key: weak.privateKey, padding: 6, saltLength: 32 };
    const trusted = key({ algorithm: 'PS256', publicKeyJwk: weak.publicKey.export({ format: 'jwk' }) });
    const made = new Uint8Array(sign('sha256', data, pss));
    expect(await new TrustList([trusted]).hasSigned(trusted, made, data)).toBe(false);
  });
});
