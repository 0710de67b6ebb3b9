import {
  constants,
  generateKeyPairSync,
  type KeyObject,
  type RSAPSSKeyPairKeyObjectOptions,
  sign,
} from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeCryptoVerifier } from './node-crypto-verifier.js';
import { trustedKeyFromCertificate } from './trusted-key-from-certificate.js';

/** One DER value (X.690, section 8.1). */
function der(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
const sequence = (...contents: Uint8Array[]) => der(0x30, ...contents);
const text = (tag: number, value: string) => der(tag, Buffer.from(value));

/** A certificate over a public key, by nobody: a signature that nobody asks for is 32 zeros. */
function certificateOf(publicKey: KeyObject): Uint8Array {
  const algorithm = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
  const name = sequence(der(0x31, sequence(der(0x06, Buffer.from('550406', 'hex')), text(0x13, 'VN'))));
  const validity = sequence(text(0x17, '260101000000Z'), text(0x17, '280101000000Z'));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const content = sequence(der(0x02, Buffer.from([1])), algorithm, name, validity, name, key);
  return new Uint8Array(sequence(content, algorithm, der(0x03, Buffer.alloc(33))));
}

/** What the types say of the salt is not what Node takes: a number. */
const rsaForPss = (reserved: object) =>
  generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...reserved } as RSAPSSKeyPairKeyObjectOptions);

const data = new TextEncoder().encode('signed');
const hasSigned = (publicKey: KeyObject, signature: Uint8Array) =>
  nodeCryptoVerifier.hasSigned(
    trustedKeyFromCertificate(certificateOf(publicKey)),
    Uint8Array.from(signature),
    data,
  );

describe('a trusted key from a certificate', () => {
  it.each(['P-256', 'P-384', 'P-521'])('of %s verifies ES256', async (namedCurve) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
    expect(trustedKeyFromCertificate(certificateOf(publicKey))).toMatchObject({
      algorithm: 'ES256',
      country: 'VN',
      notBefore: '2026-01-01T00:00:00.000Z',
      publicKeyJwk: { crv: namedCurve },
    });
    const signature = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    expect(await hasSigned(publicKey, signature)).toBe(true);
  });

  it.each([
    ['any PSS', {}],
    ['PSS by SHA-256', { hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 32 }],
  ])('of RSA that is reserved for %s verifies PS256', async (_name, reserved) => {
    const { publicKey, privateKey } = rsaForPss(reserved);
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const signature = sign('sha256', data, { key: privateKey, padding, saltLength: 32 });
    expect(await hasSigned(publicKey, signature)).toBe(true);
    const other = sign('sha256', Buffer.from('other'), { key: privateKey, padding, saltLength: 32 });
    expect(await hasSigned(publicKey, other)).toBe(false);
  });

  it.each([
    ['RSA of 1024 bits', () => generateKeyPairSync('rsa', { modulusLength: 1024 })],
    [
      'RSA for PSS by SHA-512',
      () => rsaForPss({ hashAlgorithm: 'sha512', mgf1HashAlgorithm: 'sha512', saltLength: 64 }),
    ],
    ['secp256k1', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
    ['Ed25519', () => generateKeyPairSync('ed25519')],
  ])('is not made of %s', (_name, make) => {
    expect(() => trustedKeyFromCertificate(certificateOf(make().publicKey))).toThrow(TypeError);
  });
});
