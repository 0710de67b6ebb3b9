import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSigningKey } from './create-signing-key.js';
import { signerFrom } from './signer-from.js';
import { certificateKid, trustedKeyFromCertificate } from './trusted-key-from-certificate.js';

const subject = {
  country: 'VN',
  organisation: 'Sở Y tế',
  commonName: 'Ketqua DSC 1',
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2028-01-01T00:00:00Z'),
};

describe('a new signing key', () => {
  it('has a self-signed certificate for P-256 that names its owner and its use', async () => {
    const key = await createSigningKey(subject);
    const certificate = new X509Certificate(key.certificateDer);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.subject).toBe('C=VN\nO=Sở Y tế\nCN=Ketqua DSC 1');
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(key).toMatchObject({ algorithm: 'ES256', kid: certificateKid(key.certificateDer) });
    expect(trustedKeyFromCertificate(key.certificateDer)).toEqual({
      kid: key.kid,
      publicKeyJwk: key.publicKeyJwk,
      algorithm: 'ES256',
      country: 'VN',
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2028-01-01T00:00:00.000Z',
      usages: ['t'],
    });
  });

  it('has RSA of 3072 bits for PS256', async () => {
    const key = await createSigningKey({ ...subject, algorithm: 'PS256' });
    const certificate = new X509Certificate(key.certificateDer);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
    expect(trustedKeyFromCertificate(key.certificateDer)).toMatchObject({ algorithm: 'PS256', kid: key.kid });
  });

  it('is never the same twice', async () => {
    const [first, second] = await Promise.all([createSigningKey(subject), createSigningKey(subject)]);
    expect(first.kid).not.toBe(second.kid);
  });

  it('signs only by the algorithm that it is for', async () => {
    const key = await createSigningKey(subject);
    expect(() => signerFrom({ ...key, algorithm: 'PS256' })).toThrow(/does not fit PS256/);
    expect((await signerFrom(key).sign(new Uint8Array([1]))).length).toBe(64);
  });
});

describe('a trusted key', () => {
  it('takes from the authority what the certificate does not say', async () => {
    const { certificateDer } = await createSigningKey(subject);
    const overrides = { country: 'LA', kid: 'AQIDBAUGBwg=', revoked: true };
    expect(trustedKeyFromCertificate(certificateDer, overrides)).toMatchObject(overrides);
  });

  it('is not derived from bytes that are no certificate', () => {
    expect(() => trustedKeyFromCertificate(new Uint8Array([0x30, 0]))).toThrow();
  });
});
