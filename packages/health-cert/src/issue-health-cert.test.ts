import { describe, expect, it, vi } from 'vitest';
import { decodeHealthCert } from './decode-health-cert.js';
import type { DigitalCovidCertificate } from './digital-covid-certificate.js';
import { type CertificateSigner, type HealthCertToIssue, issueHealthCert } from './issue-health-cert.js';
import { deflateNatively } from './node.js';

const certificate: DigitalCovidCertificate = {
  ver: '1.3.3',
  nam: { fnt: 'LI' },
  dob: '1970',
  t: [
    {
      tg: '840539006',
      tt: 'LP6464-4',
      sc: '2026-11-23T08:00:00+07:00',
      tr: '260415000',
      co: 'VN',
      is: 'Ketqua',
      ci: 'URN:UVCI:01:VN:KETQUA:A#B',
    },
  ],
};
const claims: HealthCertToIssue = {
  certificate,
  issuer: 'VN',
  issuedAt: new Date('2026-11-23T08:00:00Z'),
  expiresAt: new Date('2026-12-07T08:00:00Z'),
  resultedAt: new Date('2026-11-23T07:00:00Z'),
};
const kid = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
const signer = () => ({
  kid,
  algorithm: 'ES256' as const,
  sign: vi.fn<CertificateSigner['sign']>(async () => new Uint8Array(64)),
});

describe('issuing', () => {
  it('hands the signer a Sig_structure, and the text reads back as what was claimed', async () => {
    const signing = signer();
    const decoded = decodeHealthCert(await issueHealthCert(claims, signing));
    expect(decoded).toMatchObject({ step: 'OK', message: { kid, algorithm: 'ES256' }, claims });
    expect(new TextDecoder().decode(signing.sign.mock.calls[0]?.[0].subarray(2, 12))).toBe('Signature1');
  });

  it("is the same certificate when a server's own zlib compresses it, in a stream that readers know by its first byte", async () => {
    const compress = vi.fn(deflateNatively);
    const text = await issueHealthCert(claims, signer(), compress);
    expect(compress.mock.results[0]?.value[0]).toBe(0x78);
    expect(decodeHealthCert(text)).toEqual(decodeHealthCert(await issueHealthCert(claims, signer())));
  });

  it.each([
    ['FIELD_INVALID', { certificate: { ...certificate, dob: '28.02.1990' } }],
    ['FIELD_INVALID', { certificate: { ...certificate, t: [] } }],
    ['COUNTRY_UNKNOWN', { issuer: 'Việt Nam' }],
    ['VALIDITY_INVALID', { expiresAt: claims.issuedAt }],
    ['VALIDITY_INVALID', { expiresAt: new Date(Number.NaN) }],
  ])('is refused with %s before anything is signed', async (reason, overrides) => {
    const signing = signer();
    await expect(issueHealthCert({ ...claims, ...overrides }, signing)).rejects.toMatchObject({ reason });
    expect(signing.sign).not.toHaveBeenCalled();
  });

  it('is refused a kid that is not 8 bytes long', async () => {
    await expect(issueHealthCert(claims, { ...signer(), kid: kid.subarray(1) })).rejects.toThrow(RangeError);
  });
});
