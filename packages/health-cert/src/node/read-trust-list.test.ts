import { describe, expect, it } from 'vitest';
import {
  certificateKid,
  createSigningKey,
  readRevocations,
  readTrustList,
  TrustListUnreadableError,
} from '../node.js';
import { subject } from '../test-kit.js';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const keyOf = (country: string) => createSigningKey({ ...subject, country });

describe('a trust list', () => {
  it("is read as the EU gateway's, bare, and behind the line that signs it", async () => {
    const [de, sg] = [await keyOf('DE'), await keyOf('SG')];
    const certificates = [
      { certificateType: 'DSC', country: 'DE', kid: de.kid, rawData: base64(de.certificateDer) },
      { certificateType: 'DSC', country: 'SG', kid: 'AAAAAAAAAAA=', rawData: base64(sg.certificateDer) },
      { certificateType: 'CSCA', country: 'DE', kid: 'AAAAAAAAAAA=', rawData: base64(sg.certificateDer) },
      { certificateType: 'DSC', country: 'DE', kid: 'x', rawData: 'AAAA' },
    ];
    const signed = `MEUCIQ${'A'.repeat(60)}==\n${JSON.stringify({ certificates })}`;
    for (const content of [JSON.stringify(certificates), signed]) {
      const { keys, skipped } = readTrustList('DCC', content);
      expect(keys.map(({ kid, country }) => ({ kid, country }))).toEqual([
        { kid: de.kid, country: 'DE' },
        { kid: 'AAAAAAAAAAA=', country: 'SG' },
      ]);
      expect(skipped).toBe(1);
      expect(keys[0]).toMatchObject({ usages: ['t'], algorithm: 'ES256', publicKeyJwk: de.publicKeyJwk });
    }
  });

  it("is read as WHO's DID document: keys come from x5c, though the published coordinates have 33 bytes", async () => {
    const key = await keyOf('XM');
    const wrong = (text: string) => base64(Buffer.concat([Buffer.of(0), Buffer.from(text, 'base64url')]));
    const { x = '', y = '' } = key.publicKeyJwk;
    const method = (usage: string, publicKeyJwk: object) => ({
      id: `did:web:tng-cdn.who.int:v2:trustlist:-:XMM:${usage}#${encodeURIComponent(key.kid)}`,
      type: 'JsonWebKey2020',
      controller: `did:web:tng-cdn.who.int:v2:trustlist:-:XMM:${usage}`,
      publicKeyJwk,
    });
    const jwk = { kty: 'EC', crv: 'P-256', x: wrong(x), y: wrong(y), x5c: [base64(key.certificateDer)] };
    const verificationMethod = [
      method('DSC', jwk),
      method('SCA', jwk),
      method('DSC', { ...jwk, x5c: undefined }),
    ];
    const { keys, skipped } = readTrustList('GDHCN', JSON.stringify({ id: 'did:web:x', verificationMethod }));
    expect(keys).toHaveLength(1);
    expect(skipped).toBe(1);
    expect(keys[0]).toMatchObject({ kid: key.kid, country: 'XM', publicKeyJwk: key.publicKeyJwk });
    expect(Buffer.from(keys[0]!.publicKeyJwk.x!, 'base64url')).toHaveLength(32);
  });

  it('is read as a JWKS and as PEM, with the kid of the certificate where none is given', async () => {
    const key = await keyOf('SG');
    const der = base64(key.certificateDer);
    const jwks = readTrustList('JWKS', JSON.stringify({ keys: [{ kty: 'EC', x5c: [der] }] }));
    const pem = readTrustList(
      'PEM',
      `-----BEGIN CERTIFICATE-----\n${der.match(/.{1,64}/g)!.join('\n')}\n-----END CERTIFICATE-----\n`,
    );
    for (const { keys } of [jwks, pem])
      expect(keys.map(({ kid }) => kid)).toEqual([certificateKid(key.certificateDer)]);
  });

  it.each([
    ['DCC', '{}'],
    ['DCC', 'hello'],
    ['GDHCN', '{"verificationMethod":1}'],
    ['GDHCN', 'null'],
    ['JWKS', '[]'],
    ['PEM', 'nothing'],
  ] as const)('in the format %s is not %j', (format, content) => {
    expect(() => readTrustList(format, content)).toThrow(TrustListUnreadableError);
  });
});

describe('revocations of the DCC', () => {
  const hash = base64(new Uint8Array(16).fill(7));
  const batch = {
    country: 'DE',
    kid: 'UNKNOWN_KID',
    hashType: 'UCI',
    expires: '2027-01-01T00:00:00Z',
    entries: [{ hash }],
  };

  it('are read one batch or many, and cut to 128 bits', () => {
    const long = base64(new Uint8Array(32).fill(7));
    const batches = readRevocations(
      JSON.stringify([batch, { ...batch, kid: 'AAAAAAAAAAA=', entries: [{ hash: long }] }]),
    );
    expect(batches).toEqual([
      {
        country: 'DE',
        kid: null,
        hashType: 'UCI',
        expires: new Date(batch.expires),
        hashes: [new Uint8Array(16).fill(7)],
      },
      expect.objectContaining({ kid: 'AAAAAAAAAAA=', hashes: [new Uint8Array(16).fill(7)] }),
    ]);
    expect(readRevocations(JSON.stringify({ ...batch, entries: [] }))[0]!.hashes).toEqual([]);
  });

  it.each([
    { country: 'Germany' },
    { hashType: 'MD5' },
    { kid: 'short' },
    { expires: 'soon' },
    { expires: '+275760-01-01T00:00:00Z' },
    { expires: '-005000-01-01T00:00:00Z' },
    { entries: null },
    { entries: [{ hash: 'AAAA' }] },
  ])('are refused with %j', (wrong) => {
    expect(() => readRevocations(JSON.stringify({ ...batch, ...wrong }))).toThrow(TrustListUnreadableError);
  });
});
