import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyFileOf } from './key-file.js';
import { KnownKeys } from './known-keys.js';
import { issuerNamed } from './verify-house.js';

type Issuer = Awaited<ReturnType<typeof issuerNamed>>;
let folder: string;
let first: Issuer;
let second: Issuer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ketqua-keys-'));
  [first, second] = await Promise.all([issuerNamed('DSC 1'), issuerNamed('DSC 2', 'PS256')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (content: string | Uint8Array) => {
  const path = join(folder, 'keys');
  writeFileSync(path, content);
  return path;
};
const kidsOf = (content: string | Uint8Array) => keyFileOf(fileOf(content)).keys.map(({ kid }) => kid);

describe('a file of keys', () => {
  it('is PEM, DER, or base64 of either', () => {
    expect(kidsOf(`${first.pem}some words\n${second.pem}`)).toEqual([first.kid, second.kid]);
    expect(kidsOf(first.der)).toEqual([first.kid]);
    expect(kidsOf(`${first.base64}\n`)).toEqual([first.kid]);
    expect(kidsOf(Buffer.from(second.pem).toString('base64'))).toEqual([second.kid]);
  });

  it('is JSON: an array of base64, a JWK set with x5c, a DID document, or a trust bundle', () => {
    const webKeys = [first, second].map(({ base64 }) => ({ kty: 'EC', kid: 'ignored', x5c: [base64] }));
    const ready = {
      ...{ kid: first.kid, publicKeyJwk: first.publicKeyJwk, algorithm: 'ES256', country: 'VN' },
      ...{ notBefore: '2026-01-01T00:00:00Z', notAfter: '2028-01-01T00:00:00Z' },
    };
    const both = [first.kid, second.kid];
    expect(kidsOf(JSON.stringify([first.base64, second.base64]))).toEqual(both);
    expect(kidsOf(JSON.stringify({ keys: webKeys }))).toEqual(both);
    expect(
      kidsOf(JSON.stringify({ verificationMethod: webKeys.map((publicKeyJwk) => ({ publicKeyJwk })) })),
    ).toEqual(both);
    expect(kidsOf(JSON.stringify({ version: 1, keys: [ready] }))).toEqual([first.kid]);
  });

  it('calls a key as its list does, where that can stand in a certificate', () => {
    const called = (kid: string) => kidsOf(JSON.stringify({ keys: [{ kid, x5c: [first.base64] }] }));
    expect(called('AQIDBAUGBwg=')).toEqual(['AQIDBAUGBwg=']);
    expect(called('key-1')).toEqual([first.kid]);
    const listed = [{ certificateType: 'DSC', country: 'VN', kid: 'AQIDBAUGBwg=', rawData: second.base64 }];
    expect(kidsOf(JSON.stringify({ certificates: listed }))).toEqual(['AQIDBAUGBwg=']);
  });

  it('tells the positions of what is no key, and leaves it out', () => {
    const keys = ['AAAA', first.base64, { kid: 'x', kty: 'EC' }, null, second.base64];
    const { keys: found, unreadable } = keyFileOf(fileOf(JSON.stringify(keys)));
    expect(found.map(({ kid }) => kid)).toEqual([first.kid, second.kid]);
    expect(unreadable).toEqual([1, 3, 4]);
  });

  it.each([
    '',
    'no keys',
    '[]',
    '{}',
    '{"keys": []}',
    '["AAAA"]',
    '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----',
  ])('that holds none is refused: %j', (content) => {
    expect(() => keyFileOf(fileOf(content))).toThrow(/holds no key/);
  });

  it('that is not there is refused', () => {
    expect(() => keyFileOf(join(folder, 'none'))).toThrow(/no such file/);
  });
});

describe('keys that lines hand over', () => {
  it('are read once, and the latest are kept', () => {
    const known = new KnownKeys(1);
    const keyOf = (text: string) => known.trustOf([text]).trust.keysWithKid(first.kid)[0];
    const met = keyOf(first.base64);
    expect(keyOf(first.base64)).toBe(met);
    known.trustOf([second.base64]);
    expect(keyOf(first.base64)).not.toBe(met);
    expect(keyOf(first.base64)).toEqual(met);
  });

  it('that cannot be read are told, and the others count', () => {
    const { trust, isPartial } = new KnownKeys().trustOf(['AAAA', first.pem, 'x'.repeat(70_000)]);
    expect(isPartial).toBe(true);
    expect(trust.keysWithKid(first.kid)).toHaveLength(1);
  });
});
