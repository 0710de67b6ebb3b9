import { encode } from 'cborg';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeBase45 } from './base45.js';
import { buildTestCertificate } from './build-test-certificate.js';
import { type CheckpointRule, notDetectedWithin72Hours } from './checkpoint-rule.js';
import { encodeProtectedHeader } from './cose-sign1.js';
import { encodeHealthCertClaims } from './cwt.js';
import { HCERT_PREFIX, MAX_TEXT_LENGTH } from './decode-health-cert.js';
import { type CertificateSigner, issueHealthCert } from './issue-health-cert.js';
import { createSigningKey, type SigningKey, signerFrom } from './node.js';
import { after, at, claims, facts, HOUR, issuedAt, signed, subject, trusted } from './test-kit.js';
import { TrustList } from './trust-list.js';
import { type VerificationContext, verifyHealthCert } from './verify-health-cert.js';
import { deflate } from './zlib.js';

let elliptic: SigningKey;
let rsa: SigningKey;
let foreign: SigningKey;
let signer: CertificateSigner;
let trust: TrustList;
let text: string;

beforeAll(async () => {
  [elliptic, rsa, foreign] = await Promise.all([
    createSigningKey(subject),
    createSigningKey({ ...subject, algorithm: 'PS256' }),
    createSigningKey({ ...subject, commonName: 'Foreign signer' }),
  ]);
  signer = signerFrom(elliptic);
  trust = new TrustList([trusted(elliptic), trusted(rsa)]);
  text = await issueHealthCert(claims(), signer);
});

const verify = (value: string, overrides: Partial<VerificationContext> = {}) =>
  verifyHealthCert(value, {
    trust,
    at,
    rules: notDetectedWithin72Hours,
    status: () => 'ACTIVE',
    ...overrides,
  });

describe('a certificate that was issued', () => {
  it('passes with its facts, under ES256', async () => {
    expect(await verify(text)).toMatchObject({
      verdict: 'PASS',
      decode: 'OK',
      signature: 'VALID',
      status: 'ACTIVE',
      outcome: 'NOT_DETECTED',
      holder: { displayName: 'Nguyễn Thị Bình', dateOfBirth: '1990-02-28' },
      test: {
        disease: '840539006',
        type: 'LP6464-4',
        name: 'RT-PCR',
        specimenCollectedAt: '2026-11-23T08:00:00+07:00',
        testingCentre: 'Bệnh viện Chợ Rẫy',
        country: 'VN',
        issuer: 'Sở Y tế Thành phố Hồ Chí Minh',
      },
      rules: [{ outcome: 'PASSED' }, { outcome: 'PASSED' }],
      certificateId: facts.uvci,
      kid: elliptic.kid,
      issuer: 'VN',
      issuedAt,
      expiresAt: after(14 * 24 * HOUR),
      resultedAt: undefined,
      reasons: [],
    });
  });

  it('passes under PS256 too', async () => {
    const other = await issueHealthCert(claims(), signerFrom(rsa));
    expect(await verify(other)).toMatchObject({ verdict: 'PASS', signature: 'VALID', kid: rsa.kid });
  });

  it('carries the time of the result to rules that count from it', async () => {
    const rule: CheckpointRule = {
      id: 'TR-VN-75-0001',
      description: { vi: 'Kết quả trong vòng 7 ngày.', en: 'Result within 7 days.' },
      logic: {
        after: [
          { plusTime: [{ var: 'external.resultedAt' }, 7, 'day'] },
          { plusTime: [{ var: 'external.validationClock' }, 0, 'day'] },
        ],
      },
    };
    const resultedAt = after(-HOUR);
    const dated = await issueHealthCert(claims({ resultedAt }), signer);
    expect(await verify(dated, { rules: [rule] })).toMatchObject({ verdict: 'PASS', resultedAt });
    expect(await verify(text, { rules: [rule] })).toMatchObject({
      verdict: 'UNKNOWN',
      reasons: ['RULE_OPEN'],
    });
  });

  it('fits a QR code of version 17 at level M', () => {
    // 734 alphanumeric characters (ISO/IEC 18004, table 7).
    expect(text.length).toBeLessThanOrEqual(734);
    expect(text).toMatch(/^HC1:[0-9A-Z $%*+\-./:]+$/);
  });
});

describe('status', () => {
  it.each([
    ['REVOKED', 'REVOKED', 'FAIL'],
    ['SUPERSEDED', 'SUPERSEDED', 'FAIL'],
    ['UNKNOWN', 'UNKNOWN', 'UNKNOWN'],
    ['ACTIVE', 'ACTIVE', 'PASS'],
  ] as const)('listed as %s is %s: %s', async (listed, status, verdict) => {
    const asked: string[] = [];
    const list = async (uvci: string) => {
      asked.push(uvci);
      return listed;
    };
    const found = await verify(text, { status: list });
    expect(found).toMatchObject({ verdict, status, signature: 'VALID' });
    expect(asked).toEqual([facts.uvci]);
  });

  it('is EXPIRED from the second of expiry on', async () => {
    const rules: CheckpointRule[] = [];
    expect(await verify(text, { rules, at: after(14 * 24 * HOUR - 1) })).toMatchObject({ verdict: 'PASS' });
    expect(await verify(text, { rules, at: after(14 * 24 * HOUR) })).toMatchObject({
      verdict: 'FAIL',
      status: 'EXPIRED',
      reasons: ['STATUS_EXPIRED'],
    });
  });

  it('is NOT_YET_VALID before the issue, but for the tolerance of a late clock', async () => {
    expect(await verify(text, { at: after(-120_000) })).toMatchObject({ verdict: 'PASS' });
    expect(await verify(text, { at: after(-120_001) })).toMatchObject({
      verdict: 'FAIL',
      status: 'NOT_YET_VALID',
    });
  });

  it('is UNKNOWN where a certificate does not say when it expires', async () => {
    const endless = encode(new Map<number, unknown>([[-260, new Map([[1, claims().certificate]])]]));
    expect(await verify(await signed(signer, endless))).toMatchObject({
      verdict: 'UNKNOWN',
      signature: 'VALID',
      reasons: ['STATUS_UNKNOWN'],
    });
  });

  it('stays REVOKED when the certificate has also expired', async () => {
    const found = await verify(text, { at: after(30 * 24 * HOUR), status: () => 'REVOKED' });
    expect(found.status).toBe('REVOKED');
  });

  it('is UNKNOWN when the list fails, and said to be unchecked when there is none', async () => {
    const failing = () => Promise.reject(new Error('no list'));
    expect(await verify(text, { status: failing })).toMatchObject({
      verdict: 'UNKNOWN',
      reasons: ['STATUS_UNKNOWN'],
    });
    expect(await verify(text, { status: undefined })).toMatchObject({
      verdict: 'PASS',
      reasons: ['STATUS_NOT_CHECKED'],
    });
  });
});

describe('outcome and rules', () => {
  it('fail a detected result although every rule passes', async () => {
    const certificate = buildTestCertificate({ ...facts, outcome: 'DETECTED' });
    const positive = await issueHealthCert(claims({ certificate }), signer);
    expect(await verify(positive, { rules: [] })).toMatchObject({
      verdict: 'FAIL',
      outcome: 'DETECTED',
      reasons: ['OUTCOME_DETECTED'],
    });
  });

  it.each([
    ['older than 72 hours', '2026-11-20T07:59:59Z'],
    ['still in the future', '2026-11-23T08:00:01Z'],
  ])('fail a specimen that is %s', async (_name, specimenCollectedAt) => {
    const certificate = buildTestCertificate({ ...facts, specimenCollectedAt });
    const found = await verify(await issueHealthCert(claims({ certificate }), signer));
    expect(found).toMatchObject({ verdict: 'FAIL', signature: 'VALID', reasons: ['RULE_FAILED'] });
  });
});

describe('a signature', () => {
  it('by a signer that nobody trusts reveals no holder', async () => {
    const found = await verify(await issueHealthCert(claims(), signerFrom(foreign)));
    expect(found).toMatchObject({ verdict: 'FAIL', signature: 'UNTRUSTED_ISSUER', reasons: ['KEY_UNKNOWN'] });
    expect(found).toMatchObject({ kid: foreign.kid, issuer: 'VN', rules: [] });
    for (const fact of ['holder', 'test', 'outcome', 'certificateId']) expect(found).not.toHaveProperty(fact);
  });

  it('by a foreign key under a trusted kid is INVALID', async () => {
    const forged = await issueHealthCert(claims(), { ...signerFrom(foreign), kid: signer.kid });
    expect(await verify(forged)).toMatchObject({
      verdict: 'FAIL',
      signature: 'INVALID',
      reasons: ['SIGNATURE_INVALID'],
    });
  });

  it('is VALID when any of the keys that share its kid made it', async () => {
    const shared = new TrustList([
      trusted(foreign, { kid: elliptic.kid }),
      trusted(rsa, { kid: elliptic.kid }),
      trusted(elliptic),
    ]);
    expect(await verify(text, { trust: shared })).toMatchObject({ verdict: 'PASS' });
  });

  it.each([
    ['KEY_REVOKED', { revoked: true }],
    ['KEY_NOT_YET_VALID', { notBefore: '2026-11-23T08:00:01Z' }],
    ['KEY_EXPIRED', { notAfter: '2026-11-23T07:59:59Z' }],
    ['KEY_EXPIRED', { notAfter: 'not a date' }],
    ['KEY_USAGE', { usages: ['v', 'r'] }],
  ] as const)('by a key of ours is not trusted for %s', async (reason, overrides) => {
    const found = await verify(text, { trust: new TrustList([trusted(elliptic, overrides)]) });
    expect(found).toMatchObject({ verdict: 'FAIL', signature: 'UNTRUSTED_ISSUER', reasons: [reason] });
    expect(found.holder).toBeUndefined();
  });

  it('whose header names the algorithm of another key is INVALID', async () => {
    const mismatched = await signed(
      signer,
      encodeHealthCertClaims(claims()),
      encodeProtectedHeader('PS256', signer.kid),
    );
    expect(await verify(mismatched)).toMatchObject({ signature: 'INVALID', reasons: ['ALGORITHM_MISMATCH'] });
  });

  it.each([
    ['none', 0],
    ['HS256 over the public key', 5],
    ['no algorithm at all', undefined],
  ])('whose header asks for %s is INVALID', async (_name, algorithm) => {
    const header = new Map<number, unknown>([[4, signer.kid]]);
    if (algorithm !== undefined) header.set(1, algorithm);
    const found = await verify(await signed(signer, encodeHealthCertClaims(claims()), encode(header)));
    expect(found).toMatchObject({
      verdict: 'FAIL',
      signature: 'INVALID',
      reasons: ['ALGORITHM_UNSUPPORTED'],
    });
  });

  it.each([0, 32, 63, 65, 70, 200])('of %i bytes is INVALID and no crash', async (length) => {
    const wrong = await issueHealthCert(claims(), {
      ...signer,
      sign: async () => new Uint8Array(length).fill(1),
    });
    expect(await verify(wrong)).toMatchObject({ verdict: 'FAIL', signature: 'INVALID' });
  });

  it.each([4, 7, 9])('under a kid of %i bytes is not trusted', async (length) => {
    const kid = new Uint8Array(length);
    kid.set(signer.kid.subarray(0, Math.min(8, length)));
    const header = encodeProtectedHeader('ES256', kid);
    const found = await verify(await signed(signer, encodeHealthCertClaims(claims()), header));
    expect(found).toMatchObject({ verdict: 'FAIL', signature: 'UNTRUSTED_ISSUER', reasons: ['KEY_UNKNOWN'] });
  });

  it('without a kid is not trusted', async () => {
    const found = await verify(
      await signed(signer, encodeHealthCertClaims(claims()), encode(new Map([[1, -7]]))),
    );
    expect(found).toMatchObject({ signature: 'UNTRUSTED_ISSUER', reasons: ['KID_MISSING'] });
  });
});

describe('a text that is no certificate', () => {
  const zipped = (bytes: Uint8Array) => HCERT_PREFIX + encodeBase45(deflate(bytes));

  it.each([
    ['LENGTH', () => HCERT_PREFIX + '0'.repeat(MAX_TEXT_LENGTH)],
    ['LENGTH', () => undefined as never as string],
    ['PREFIX', () => ''],
    ['PREFIX', () => text.replace('HC1:', 'HC2:')],
    ['PREFIX', () => text.toLowerCase()],
    ['BASE45', () => 'HC1:GGW'],
    ['ZLIB', () => `HC1:${encodeBase45(new Uint8Array(80))}`],
    ['ZLIB', () => zipped(new Uint8Array(1_000_000))],
    ['COSE', () => zipped(new Uint8Array(60_000).fill(0x81))],
    ['COSE', () => zipped(encode({ not: 'cose' }))],
    ['CWT', () => signed(signer, encode(new Map([[1, 'VN']])))],
    ['SCHEMA', () => signed(signer, encode(new Map([[-260, new Map([[1, { ver: '1.3.3' }]])]])))],
    [
      'SCHEMA',
      () => signed(signer, encode(new Map([[-260, new Map([[1, { ver: `${'1'.repeat(60_000)}x` }]])]]))),
    ],
  ])('fails at %s and reveals nothing', async (step, make) => {
    const value = await make();
    const start = performance.now();
    expect(await verify(value)).toEqual({
      verdict: 'FAIL',
      decode: step,
      signature: 'INVALID',
      status: 'UNKNOWN',
      rules: [],
      reasons: [`UNREADABLE_${step}`],
    });
    expect(performance.now() - start).toBeLessThan(50);
  });
});
