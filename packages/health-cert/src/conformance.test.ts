import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from './base64.js';
import { type CheckpointRule, notDetectedWithin72Hours } from './checkpoint-rule.js';
import { decodeHealthCert } from './decode-health-cert.js';
import type { HealthCertVerdict } from './health-cert-verdict.js';
import { nodeCryptoVerifier, trustedKeyFromCertificate } from './node.js';
import type { SignatureVerifier } from './signature-verifier.js';
import { TrustList } from './trust-list.js';
import { verifyHealthCert } from './verify-health-cert.js';

/** The official test data of the EU's member states; BasicDgcTestsList.md says what each case tries. */
interface Vector {
  readonly PREFIX: string;
  readonly TESTCTX: {
    readonly CERTIFICATE: string;
    readonly VALIDATIONCLOCK: string;
    readonly DESCRIPTION: string;
  };
  readonly EXPECTEDRESULTS: Readonly<Record<string, boolean>>;
}

const folder = new URL('../fixtures/vectors/', import.meta.url);
const vectors = ['AT', 'DE', 'common'].flatMap((country) =>
  readdirSync(new URL(`${country}/`, folder)).map((file) => {
    const vector = JSON.parse(readFileSync(new URL(`${country}/${file}`, folder), 'utf8')) as Vector;
    return { name: `${country}/${file}`, vector };
  }),
);

/** How far reading came, against the step that an expectation speaks of. */
const STEPS = ['LENGTH', 'PREFIX', 'BASE45', 'ZLIB', 'COSE', 'CWT', 'OK'];
const isPast = (verdict: HealthCertVerdict, step: string) =>
  STEPS.indexOf(verdict.decode) > STEPS.indexOf(step);

const EXPECTATIONS: Readonly<Record<string, (verdict: HealthCertVerdict) => boolean>> = {
  EXPECTEDUNPREFIX: (verdict) => isPast(verdict, 'PREFIX'),
  EXPECTEDB45DECODE: (verdict) => isPast(verdict, 'BASE45'),
  EXPECTEDCOMPRESSION: (verdict) => isPast(verdict, 'ZLIB'),
  EXPECTEDDECODE: (verdict) => isPast(verdict, 'CWT'),
  EXPECTEDVALIDOBJECT: (verdict) => isPast(verdict, 'CWT'),
  EXPECTEDVALIDJSON: (verdict) => isPast(verdict, 'CWT'),
  EXPECTEDSCHEMAVALIDATION: (verdict) => verdict.schema?.isValid === true,
  EXPECTEDVERIFY: (verdict) => verdict.signature === 'VALID',
  EXPECTEDKEYUSAGE: (verdict) => verdict.signature === 'VALID',
  EXPECTEDEXPIRATIONCHECK: (verdict) => verdict.validity === 'VALID',
};

/** Expectations about the picture of a QR code, which this package never sees. */
const ABOUT_THE_PICTURE = new Set(['EXPECTEDPICTUREDECODE']);

const expectationsOf = ({ EXPECTEDRESULTS }: Vector) =>
  Object.entries(EXPECTEDRESULTS).filter(([name]) => !ABOUT_THE_PICTURE.has(name));

/** The true reason of every case that must fail, so that none fails by accident. */
const REASONS: Readonly<Record<string, string>> = {
  H1: 'UNREADABLE_PREFIX',
  H2: 'UNREADABLE_PREFIX',
  H3: 'UNREADABLE_PREFIX',
  B1: 'UNREADABLE_BASE45',
  Z1: 'UNREADABLE_ZLIB',
  Z2: 'UNREADABLE_ZLIB',
  CBO1: 'UNREADABLE_CWT',
  CBO2: 'UNREADABLE_COSE',
  DGC1: 'ENTRY_COUNT',
  DGC2: 'ENTRY_COUNT',
  CO5: 'SIGNATURE_INVALID',
  CO6: 'KEY_USAGE',
  CO7: 'KEY_USAGE',
  CO8: 'KEY_USAGE',
  CO9: 'KEY_USAGE',
  CO10: 'KEY_USAGE',
  CO11: 'KEY_USAGE',
  CO16: 'STATUS_NOT_YET_VALID',
  CO17: 'STATUS_EXPIRED',
  CO22: 'KEY_UNKNOWN',
  CO23: 'KEY_UNKNOWN',
};

async function verified(
  { PREFIX, TESTCTX }: Vector,
  rules: readonly CheckpointRule[] = [],
  verifier?: SignatureVerifier,
): Promise<HealthCertVerdict> {
  const trust = new TrustList([trustedKeyFromCertificate(decodeBase64(TESTCTX.CERTIFICATE))]);
  const at = new Date(TESTCTX.VALIDATIONCLOCK);
  return verifyHealthCert(PREFIX, { trust, at, rules, status: () => 'ACTIVE', verifier, withSchema: true });
}

describe('the official test data', () => {
  // Q1 breaks the picture alone; its text is sound, so there is nothing to expect of it here.
  const judged = vectors.filter(({ vector }) => expectationsOf(vector).length > 0);

  it.each(judged)('$name: $vector.TESTCTX.DESCRIPTION', async ({ name, vector }) => {
    const verdict = await verified(vector);
    const expected = expectationsOf(vector);
    const found = expected.map(([expectation]) => [expectation, EXPECTATIONS[expectation]?.(verdict)]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));

    const isSound = expected.every(([, isExpected]) => isExpected);
    expect(verdict.verdict).toBe(isSound ? 'PASS' : 'FAIL');
    if (!isSound) expect(verdict.reasons).toContain(REASONS[name.slice('common/'.length, -'.json'.length)]);
  });

  it.each(judged)('$name is judged alike by node:crypto', async ({ vector }) => {
    expect(await verified(vector, [], nodeCryptoVerifier)).toEqual(await verified(vector));
  });

  it('is all there: 46 cases, of which only Q1 is not for us, and 21 must fail', () => {
    expect(vectors).toHaveLength(46);
    expect(vectors.filter((each) => !judged.includes(each)).map(({ name }) => name)).toEqual([
      'common/Q1.json',
    ]);
    const failing = judged.filter(({ vector }) =>
      expectationsOf(vector).some(([, isExpected]) => !isExpected),
    );
    expect(failing).toHaveLength(Object.keys(REASONS).length);
  });

  it.each(['AT/3.json', 'AT/4.json'])(
    '%s, a test said to be expired, fails the 72 hours and nothing else',
    async (name) => {
      const { vector } = vectors.find((each) => each.name === name)!;
      const verdict = await verified(vector, notDetectedWithin72Hours);
      expect(verdict).toMatchObject({ verdict: 'FAIL', signature: 'VALID', reasons: ['RULE_FAILED'] });
      expect(verdict.rules.map((rule) => rule.outcome)).toEqual(['PASSED', 'FAILED']);
    },
  );
});

describe("Viet Nam's own sample, signed with PS256", () => {
  const text = readFileSync(new URL('../vn-sample/VAC_VN.txt', folder), 'utf8');

  it('is read down to the certificate', () => {
    expect(decodeHealthCert(text)).toMatchObject({
      step: 'OK',
      message: { algorithm: 'PS256' },
      claims: { issuer: 'VN', certificate: { ver: '1.3.0', v: [{ co: 'VN', tg: '840539006' }] } },
    });
  });

  it('is not trusted while its key is not in the list, and then tells nothing of its holder', async () => {
    const verdict = await verifyHealthCert(text, {
      trust: new TrustList([]),
      at: new Date('2022-05-01T00:00:00Z'),
      rules: [],
    });
    expect(verdict).toMatchObject({
      verdict: 'FAIL',
      signature: 'UNTRUSTED_ISSUER',
      reasons: ['KEY_UNKNOWN'],
    });
    expect(verdict.holder).toBeUndefined();
  });
});
