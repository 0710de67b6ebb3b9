import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { revocationHash } from './revocation-hash.js';

const r = new Uint8Array(32).fill(3);
const s = new Uint8Array(32).fill(9);
const certificate = {
  certificateId: 'URN:UVCI:01:VN:KETQUA:AS0WZ5QB9I3K1AJD41LQ9NB8PK#Z',
  issuer: 'VN',
  algorithm: 'ES256' as const,
  signature: Uint8Array.from([...r, ...s]),
};
const first16 = (data: Uint8Array | string) =>
  new Uint8Array(createHash('sha256').update(data).digest().subarray(0, 16));

describe('a DCC revocation hash', () => {
  it('is of the identifier, of country and identifier, or of the signature', async () => {
    expect(await revocationHash('UCI', certificate)).toEqual(first16(certificate.certificateId));
    expect(await revocationHash('COUNTRYCODEUCI', certificate)).toEqual(
      first16(`VN${certificate.certificateId}`),
    );
    expect(await revocationHash('SIGNATURE', certificate)).toEqual(first16(r));
  });

  it('is the same for the other signature that anybody can write of an ECDSA signature, since r alone counts', async () => {
    const twin = { ...certificate, signature: Uint8Array.from([...r, ...new Uint8Array(32).fill(200)]) };
    expect(await revocationHash('SIGNATURE', twin)).toEqual(await revocationHash('SIGNATURE', certificate));
  });

  it('is of the whole signature for RSA', async () => {
    const rsa = { ...certificate, algorithm: 'PS256' as const };
    expect(await revocationHash('SIGNATURE', rsa)).toEqual(first16(rsa.signature));
  });
});
