import { encode } from 'cborg';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeBase45 } from './base45.js';
import { buildTestCertificate } from './build-test-certificate.js';
import { type CheckpointRule, notDetectedWithin72Hours } from './checkpoint-rule.js';
import { encodeProtectedHeader } from './cose-sign1.js';
import { encodeHealthCertClaims } from './cwt.js';
import { HCERT_PREFIX, MAX_TEXT_LENGTH } from './decode-health-cert.js';
import { type CertificateSigner, issueHealthCert } from './issue-health-cert.js';
import { createSigningKey, nodeCryptoVerifier, type SigningKey, signerFrom } from './node.js';
import { after, at, claims, facts, HOUR, issuedAt, signed, subject, trusted } from './test-kit.js';
import { TrustList } from './trust-list.js';
import { type VerificationContext, verifyHealthCert } from './verify-health-cert.js';
import { webCryptoVerifier } from './web-crypto-verifier.js';
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
    withSchema: true,
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

  it.each([
    ['WebCrypto', webCryptoVerifier],
    ['node:crypto', nodeCryptoVerifier],
  ])(
    'stays REVOKED under the other signature that ECDSA allows (s becomes n - s), by %s',
    async (_name, verifier) => {
      const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
      const payload = encodeHealthCertClaims(claims());
      const mirrored = await signed(
        {
          ...signer,
          sign: async (bytes) => {
            const signature = Buffer.from(await signer.sign(bytes));
            const s = BigInt(`0x${signature.toString('hex', 32)}`);
            signature.write((order - s).toString(16).padStart(64, '0'), 32, 'hex');
            return new Uint8Array(signature);
          },
        },
        payload,
      );
      expect(mirrored).not.toBe(text);
      expect(await verify(mirrored, { verifier })).toMatchObject({ verdict: 'PASS', signature: 'VALID' });
      const status = (uvci: string) => (uvci === facts.uvci ? 'REVOKED' : 'ACTIVE');
      expect(await verify(mirrored, { verifier, status })).toMatchObject({
        verdict: 'FAIL',
        status: 'REVOKED',
      });
    },
  );

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

describe('a genuine certificate that leaves its schema', () => {
  const written = claims().certificate as unknown as Record<string, unknown>;
  const entry = (written.t as Record<string, unknown>[])[0]!;
  const issued = async (certificate: unknown, ...more: [number, unknown][]) =>
    signed(
      signer,
      encode(
        new Map<number, unknown>([
          [1, 'VN'],
          [4, after(14 * 24 * HOUR).getTime() / 1000],
          [6, issuedAt.getTime() / 1000],
          [-260, new Map([[1, certificate]])],
          ...more,
        ]),
      ),
    );
  const without = (record: Record<string, unknown>, field: string) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => name !== field));

  it.each<[string, unknown, object]>([
    [
      'a birth date with a time',
      { ...written, dob: '1990-02-28T00:00:00' },
      { path: 'dob', code: 'PATTERN' },
    ],
    ['no birth date', without(written, 'dob'), { path: 'dob', code: 'MISSING' }],
    ['no version', without(written, 'ver'), { path: 'ver', code: 'MISSING' }],
    [
      'a type of test that no value set has',
      { ...written, t: [{ ...entry, tt: 'rcp' }] },
      { path: 't.0.tt', code: 'CODE' },
    ],
    [
      'no issuer in its entry',
      { ...written, t: [without(entry, 'is')] },
      { path: 't.0.is', code: 'MISSING' },
    ],
    ['an empty list beside its entry', { ...written, v: [] }, { path: 'v,t', code: 'COUNT' }],
    ['null beside its entry', { ...written, r: null }, { path: 't,r', code: 'COUNT' }],
  ])('passes with a warning for %s', async (_name, certificate, finding) => {
    const found = await verify(await issued(certificate));
    expect(found).toMatchObject({
      verdict: 'PASS',
      decode: 'OK',
      signature: 'VALID',
      outcome: 'NOT_DETECTED',
    });
    expect(found.schema?.findings).toEqual([finding]);
    expect(found.schema?.isValid).toBe('code' in finding && finding.code === 'CODE');
  });

  it.each<[string, unknown, string, string]>([
    [
      'an unknown result',
      { ...written, t: [{ ...entry, tr: '260415001' }] },
      'UNKNOWN',
      'OUTCOME_UNREADABLE',
    ],
    [
      'a result that is a number',
      { ...written, t: [{ ...entry, tr: 260415000 }] },
      'UNKNOWN',
      'OUTCOME_UNREADABLE',
    ],
    [
      'a result in a list',
      { ...written, t: [{ ...entry, tr: ['260415000'] }] },
      'UNKNOWN',
      'OUTCOME_UNREADABLE',
    ],
    ['no result', { ...written, t: [without(entry, 'tr')] }, 'UNKNOWN', 'OUTCOME_UNREADABLE'],
    ['no disease', { ...written, t: [without(entry, 'tg')] }, 'UNKNOWN', 'OUTCOME_UNREADABLE'],
    ['no identifier', { ...written, t: [without(entry, 'ci')] }, 'UNKNOWN', 'STATUS_UNKNOWN'],
    ['an empty identifier', { ...written, t: [{ ...entry, ci: '' }] }, 'UNKNOWN', 'IDENTIFIER_MISSING'],
    ['nobody named', { ...written, nam: {} }, 'UNKNOWN', 'HOLDER_UNREADABLE'],
    ['a name that is a text', { ...written, nam: 'Bình' }, 'UNKNOWN', 'HOLDER_UNREADABLE'],
    [
      'a name of 60,000 characters',
      { ...written, nam: { fn: 'N'.repeat(60_000) } },
      'UNKNOWN',
      'HOLDER_UNREADABLE',
    ],
    ['two tests', { ...written, t: [entry, entry] }, 'FAIL', 'ENTRY_COUNT'],
    [
      'two tests, one of them positive',
      { ...written, t: [entry, { ...entry, tr: '260373001' }] },
      'FAIL',
      'ENTRY_COUNT',
    ],
    ['a test and a vaccination', { ...written, v: [entry] }, 'FAIL', 'ENTRY_COUNT'],
    ['a test that is no list', { ...written, t: entry }, 'FAIL', 'ENTRY_COUNT'],
    ['a test that is a text', { ...written, t: ['260415000'] }, 'FAIL', 'ENTRY_COUNT'],
    ['no entry', without(written, 't'), 'FAIL', 'ENTRY_COUNT'],
    ['nothing', {}, 'FAIL', 'ENTRY_COUNT'],
    ['a version of 60,000 digits and no entry', { ver: `${'1'.repeat(60_000)}x` }, 'FAIL', 'ENTRY_COUNT'],
  ])('is no PASS with %s', async (_name, certificate, verdict, reason) => {
    const forAll = new TrustList([trusted(elliptic, { usages: [] })]);
    const found = await verify(await issued(certificate), { rules: [], trust: forAll });
    expect(found).toMatchObject({ verdict, decode: 'OK', signature: 'VALID' });
    expect(found.reasons).toContain(reason);
    expect(found.schema?.isValid).toBe(/unknown result/.test(_name) || /empty identifier/.test(_name));
  });

  it('fails a positive result whatever else is wrong with it', async () => {
    const positive = { ...written, nam: {}, t: [without({ ...entry, tr: '260373001' }, 'ci')] };
    const found = await verify(await issued(positive), { rules: [] });
    expect(found).toMatchObject({ verdict: 'FAIL', outcome: 'DETECTED' });
    expect(found.reasons).toEqual([
      'STATUS_UNKNOWN',
      'OUTCOME_DETECTED',
      'HOLDER_UNREADABLE',
      'IDENTIFIER_MISSING',
    ]);
  });

  it.each<[string, [number, unknown], string]>([
    ['an expiry that is a text', [4, '2026-12-07'], 'claims.exp'],
    ['an expiry in milliseconds', [4, 1.8e12], 'claims.exp'],
    ['a time of issue that is null', [6, null], 'claims.iat'],
    ['a beginning before 1970', [5, -1], 'claims.nbf'],
  ])('is UNKNOWN with %s', async (_name, claim, path) => {
    const found = await verify(await issued(written, claim));
    expect(found).toMatchObject({ verdict: 'UNKNOWN', validity: 'UNKNOWN', status: 'UNKNOWN' });
    expect(found.schema).toEqual({ isValid: true, findings: [{ path, code: 'TYPE' }] });
  });

  it('is EXPIRED although its time of issue cannot be read', async () => {
    const late = { at: after(15 * 24 * HOUR) };
    expect(await verify(await issued(written, [6, 'x']), late)).toMatchObject({
      verdict: 'FAIL',
      validity: 'EXPIRED',
      status: 'EXPIRED',
    });
  });

  it('is warned of without a word of what stands in it', async () => {
    const found = await verify(await issued({ ...written, dob: 'Bình', nam: { fnt: 'bình' } }));
    expect(JSON.stringify(found.schema)).not.toMatch(/b.nh/i);
  });

  it('must be meant for every group that it states something in', async () => {
    const both = await issued({ ...written, v: [entry] });
    expect(
      await verify(both, { trust: new TrustList([trusted(elliptic, { usages: ['t'] })]) }),
    ).toMatchObject({
      signature: 'UNTRUSTED_ISSUER',
      reasons: ['KEY_USAGE'],
    });
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
    ['CWT', () => signed(signer, encode(new Map([[-260, new Map([[1, 'DCC']])]])))],
  ])('fails at %s and reveals nothing', async (step, make) => {
    const value = await make();
    expect(await verify(value)).toEqual({
      verdict: 'FAIL',
      decode: step,
      signature: 'INVALID',
      validity: 'UNKNOWN',
      status: 'UNKNOWN',
      rules: [],
      reasons: [`UNREADABLE_${step}`],
    });
  });
});
