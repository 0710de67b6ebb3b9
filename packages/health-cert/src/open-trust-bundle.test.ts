import { flattenedVerify, importJWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeBase64Url } from './base64.js';
import { type CanonicalValue, canonicalJson } from './canonical-json.js';
import { notDetectedWithin72Hours } from './checkpoint-rule.js';
import { dccRuleOf } from './dcc-rule.js';
import { type DecodedHealthCert, decodeHealthCert } from './decode-health-cert.js';
import { issueHealthCert } from './issue-health-cert.js';
import {
  type BundleRootSigner,
  bundleRootSigner,
  createBundleRoot,
  createSigningKey,
  type SigningKey,
  signerFrom,
  signTrustBundle,
} from './node.js';
import { openTrustBundle, TrustBundleError } from './open-trust-bundle.js';
import { revocationHash } from './revocation-hash.js';
import { buildStatusList } from './status-list.js';
import { after, at, claims, HOUR, issuedAt, subject, trusted } from './test-kit.js';
import { bundleKeyOf, type TrustBundleDocument } from './trust-bundle.js';
import { verifyOffline } from './verify-offline.js';

const ruleSet = 'VN-72H';
let root: BundleRootSigner;
let own: SigningKey;
let rsa: SigningKey;
let foreign: SigningKey;

beforeAll(async () => {
  root = bundleRootSigner(await createBundleRoot());
  own = await createSigningKey(subject);
  rsa = await createSigningKey({ ...subject, algorithm: 'PS256' });
  foreign = await createSigningKey({ ...subject, country: 'SG' });
});

function contentWith(more: Partial<TrustBundleDocument> = {}): Omit<TrustBundleDocument, 'signature'> {
  const revoked = buildStatusList([
    { index: 5, status: 'REVOKED' },
    { index: 6, status: 'SUPERSEDED' },
  ]);
  return {
    issuedAt: '2026-11-23T07:00:00Z',
    version: 100,
    maxAge: 24 * 3_600,
    keys: [
      bundleKeyOf(trusted(own), 'LIST'),
      bundleKeyOf(trusted(rsa), 'LIST'),
      bundleKeyOf(trusted(foreign), 'HASHES'),
    ],
    rules: notDetectedWithin72Hours.map((rule) => ({
      identifier: rule.id,
      ruleSet,
      jurisdiction: 'VN',
      rule: JSON.stringify(dccRuleOf(rule, 'VN', null)),
    })),
    valueSets: [],
    status: {
      lists: [
        { shard: 0, first: revoked.first, length: revoked.length, list: encodeBase64Url(revoked.list) },
      ],
      revocations: [],
    },
    ...more,
  };
}

const opened = async (more: Partial<TrustBundleDocument> = {}) =>
  openTrustBundle(await signTrustBundle(contentWith(more), root), { pinnedRoots: [root.thumbprint] });
const issued = (key: SigningKey, index: number | undefined, more = {}) =>
  issueHealthCert(
    claims({ ...(index !== undefined && { statusPlace: { shard: 0, index } }), ...more }),
    signerFrom(key),
  );
const refusalOf = (opening: Promise<unknown>) =>
  opening.then(
    () => 'OPENED',
    (error) => (error instanceof TrustBundleError ? error.code : String(error)),
  );

describe('a trust bundle', () => {
  it('lets a verifier judge offline: keys of both kinds, rules and status', async () => {
    const bundle = await opened();
    expect(bundle).toMatchObject({ version: 100, root: root.thumbprint });
    for (const key of [own, rsa]) {
      const verdict = await verifyOffline(await issued(key, 4), { bundle, at, ruleSet });
      expect(verdict).toMatchObject({ verdict: 'PASS', status: 'ACTIVE', freshness: 'FRESH', reasons: [] });
      expect(verdict.rules.map(({ outcome }) => outcome)).toEqual(['PASSED', 'PASSED']);
    }
    const verify = async (index: number | undefined) =>
      verifyOffline(await issued(own, index), { bundle, at, ruleSet });
    expect(await verify(5)).toMatchObject({ verdict: 'FAIL', status: 'REVOKED' });
    expect(await verify(6)).toMatchObject({ verdict: 'FAIL', status: 'SUPERSEDED' });
    expect(await verify(undefined)).toMatchObject({ verdict: 'UNKNOWN', status: 'UNKNOWN' });
  });

  it('turns the certificates of a revoked key red, and no others', async () => {
    const keys = [bundleKeyOf({ ...trusted(own), revoked: true }, 'LIST'), bundleKeyOf(trusted(rsa), 'LIST')];
    const bundle = await opened({ keys });
    expect(await verifyOffline(await issued(own, 4), { bundle, at, ruleSet })).toMatchObject({
      verdict: 'FAIL',
      reasons: ['KEY_REVOKED'],
    });
    expect(await verifyOffline(await issued(rsa, 4), { bundle, at, ruleSet })).toMatchObject({
      verdict: 'PASS',
    });
  });

  it.each(['UCI', 'COUNTRYCODEUCI', 'SIGNATURE'] as const)(
    'knows a certificate of another country to be revoked by the hash of its %s',
    async (hashType) => {
      const texts = [
        await issued(foreign, undefined, { issuer: 'SG' }),
        await issued(foreign, undefined, { issuer: 'SG' }),
      ];
      const { message, claims: read } = decodeHealthCert(texts[0]!) as DecodedHealthCert;
      const certificateId = (read.certificate as unknown as { t: { ci: string }[] }).t[0]!.ci;
      const about = {
        certificateId,
        issuer: 'SG',
        algorithm: 'ES256' as const,
        signature: message.signature,
      };
      const hashes = encodeBase64Url(await revocationHash(hashType, about));
      const statusWith = (country: string, kid: string | null) => ({
        lists: [],
        revocations: [{ country, kid, hashType, hashes }],
      });
      const verify = async (text: string, country: string, kid: string | null) =>
        (
          await verifyOffline(text, {
            bundle: await opened({ status: statusWith(country, kid) }),
            at,
            ruleSet,
          })
        ).verdict;
      expect(await verify(texts[0]!, 'SG', null)).toBe('FAIL');
      expect(await verify(texts[0]!, 'SG', foreign.kid)).toBe('FAIL');
      expect(await verify(texts[0]!, 'SG', rsa.kid)).toBe('PASS');
      expect(await verify(texts[0]!, 'DE', null)).toBe('PASS');
      // The other one has the same identifier and another signature.
      expect(await verify(texts[1]!, 'SG', null)).toBe(hashType === 'SIGNATURE' ? 'PASS' : 'FAIL');
    },
  );

  it('gives no PASS to a certificate whose country never told what it revoked', async () => {
    const bundle = await opened({ keys: [bundleKeyOf(trusted(foreign), 'NONE')] });
    const text = await issued(foreign, undefined, { issuer: 'SG' });
    expect(await verifyOffline(text, { bundle, at, ruleSet })).toMatchObject({
      verdict: 'UNKNOWN',
      status: 'UNKNOWN',
      signature: 'VALID',
    });
  });

  it('gives no PASS once it is stale, and still knows what was revoked', async () => {
    const bundle = await opened();
    const stale = new Date(bundle.freshUntil.getTime() + 1);
    const verify = async (index: number, moment: Date) =>
      verifyOffline(await issued(own, index), { bundle, at: moment, ruleSet });
    expect(await verify(4, bundle.freshUntil)).toMatchObject({ verdict: 'PASS', freshness: 'FRESH' });
    expect(await verify(4, stale)).toMatchObject({
      verdict: 'UNKNOWN',
      status: 'UNKNOWN',
      freshness: 'STALE',
      reasons: ['STATUS_UNKNOWN', 'STALE'],
    });
    expect(await verify(5, stale)).toMatchObject({ verdict: 'FAIL', status: 'REVOKED', freshness: 'STALE' });
  });

  it('reads a clock before its issue as a wrong clock: nothing passes, nothing fails for the time of day alone', async () => {
    const bundle = await opened();
    const early = new Date(bundle.issuedAt.getTime() - 3 * 60_000);
    const verify = async (text: string) => verifyOffline(text, { bundle, at: early, ruleSet });
    expect(await verify(await issued(own, 4))).toMatchObject({
      verdict: 'UNKNOWN',
      status: 'UNKNOWN',
      freshness: 'CLOCK_BEFORE_ISSUE',
      reasons: ['STATUS_UNKNOWN', 'CLOCK_BEFORE_ISSUE'],
    });
    const laterThanClock = { issuedAt: after(5 * HOUR), expiresAt: after(24 * HOUR) };
    expect(await verify(await issued(own, 4, laterThanClock))).toMatchObject({ verdict: 'UNKNOWN' });
    expect(await verify(await issued(own, 5))).toMatchObject({ verdict: 'FAIL', status: 'REVOKED' });
    const over = { issuedAt: after(-9 * HOUR), expiresAt: issuedAt };
    expect(await verify(await issued(own, 4, over))).toMatchObject({ verdict: 'FAIL', status: 'EXPIRED' });
    // Two minutes are a clock as clocks are.
    const late = new Date(bundle.issuedAt.getTime() - 60_000);
    expect(bundle.freshnessAt(late)).toBe('FRESH');
  });

  it('gives the rules of the set that a checkpoint goes by, and passes nobody by a set that is not in it', async () => {
    const [first, second] = notDetectedWithin72Hours;
    const ruleOf = (rule: typeof first, code: string) => ({
      identifier: rule!.id,
      ruleSet: code,
      jurisdiction: 'VN',
      rule: JSON.stringify(dccRuleOf(rule!, 'VN', null)),
    });
    const bundle = await opened({ rules: [ruleOf(first, 'A'), ruleOf(second, 'B')] });
    expect(bundle.rulesOf('A').map(({ id }) => id)).toEqual(['TR-VN-0001']);
    expect(bundle.rulesOf('B').map(({ id }) => id)).toEqual(['TR-VN-0002']);
    const verdict = await verifyOffline(await issued(own, 4), { bundle, at, ruleSet: 'C' });
    expect(verdict).toMatchObject({ verdict: 'UNKNOWN', rules: [{ id: 'NO_RULES', outcome: 'OPEN' }] });
  });
});

describe('opening a trust bundle', () => {
  it('refuses one that was altered in any part', async () => {
    const text = await signTrustBundle(contentWith(), root);
    const document = JSON.parse(text) as Record<string, CanonicalValue>;
    const pinned = { pinnedRoots: [root.thumbprint] };
    const alterations: Record<string, CanonicalValue> = {
      issuedAt: '2027-11-23T07:00:00Z',
      version: 101,
      maxAge: 90_000,
      keys: (document.keys as CanonicalValue[]).slice(1),
      rules: [],
      valueSets: [{ id: 'a', hash: '', values: null }],
      status: { lists: [], revocations: [] },
    };
    for (const [name, value] of Object.entries(alterations)) {
      const altered = canonicalJson({ ...document, [name]: value });
      expect([name, await refusalOf(openTrustBundle(altered, pinned))]).toEqual([name, 'SIGNATURE_INVALID']);
    }
    const added = canonicalJson({ ...document, more: true });
    expect(await refusalOf(openTrustBundle(added, pinned))).toBe('SIGNATURE_INVALID');
    expect(await refusalOf(openTrustBundle(text, pinned))).toBe('OPENED');
    // Spaces and the order of members are nothing that is signed.
    expect(await refusalOf(openTrustBundle(JSON.stringify(document, null, 2), pinned))).toBe('OPENED');
  });

  it('refuses a root that is not pinned, whatever it signed', async () => {
    const stranger = bundleRootSigner(await createBundleRoot());
    const text = await signTrustBundle(contentWith(), stranger);
    expect(await refusalOf(openTrustBundle(text, { pinnedRoots: [root.thumbprint] }))).toBe('ROOT_UNKNOWN');
    expect(await refusalOf(openTrustBundle(text, { pinnedRoots: [] }))).toBe('ROOT_UNKNOWN');
    // A stranger who writes our thumbprint beside their own key, and one who puts our key beside their signature.
    const [header, , signature] = (JSON.parse(text) as TrustBundleDocument).signature.split('.');
    const forged = (change: object) => {
      const read = JSON.parse(Buffer.from(header!, 'base64url').toString());
      const written = Buffer.from(JSON.stringify({ ...read, ...change })).toString('base64url');
      return JSON.stringify({ ...JSON.parse(text), signature: `${written}..${signature}` });
    };
    const pinned = { pinnedRoots: [root.thumbprint] };
    expect(await refusalOf(openTrustBundle(forged({ kid: root.thumbprint }), pinned))).toBe('ROOT_UNKNOWN');
    expect(await refusalOf(openTrustBundle(forged({ jwk: root.publicKeyJwk }), pinned))).toBe(
      'SIGNATURE_INVALID',
    );
    expect(await refusalOf(openTrustBundle(forged({ alg: 'none' }), pinned))).toBe('UNREADABLE');
  });

  it('refuses one that is older than the one of before, and takes the same one again', async () => {
    const text = await signTrustBundle(contentWith(), root);
    const opening = (lastVersion: number) =>
      refusalOf(openTrustBundle(text, { pinnedRoots: [root.thumbprint], lastVersion }));
    expect(await opening(101)).toBe('VERSION_OLDER');
    expect(await opening(100)).toBe('OPENED');
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"version":1}',
    `{"version":1,"signature":"a..b","issuedAt":"x","maxAge":1}`,
  ])('refuses %j as unreadable', async (text) => {
    expect(await refusalOf(openTrustBundle(text, {}))).toBe('UNREADABLE');
  });

  it('believes whichever root signed the very first one, and names it, to be pinned from then on', async () => {
    const first = await openTrustBundle(await signTrustBundle(contentWith(), root), {});
    expect(first.root).toBe(root.thumbprint);
  });

  it('is signed as other libraries verify it: a detached JWS over canonical JSON', async () => {
    const { signature, ...content } = JSON.parse(await signTrustBundle(contentWith(), root));
    const [header, , signed] = signature.split('.');
    const key = await importJWK({ ...root.publicKeyJwk }, 'ES256');
    const jws = { protected: header, payload: canonicalJson(content), signature: signed };
    const verified = await flattenedVerify(jws, key, { crit: { b64: true } });
    expect(new TextDecoder().decode(verified.payload)).toBe(canonicalJson(content));
  });
});

describe('canonical JSON', () => {
  it('is that of RFC 8785: members by their UTF-16 code units, nothing else changed', () => {
    const value = {
      '\u20ac': 1,
      '\r': 2,
      '1': 3,
      '\u0080': 4,
      '\u00f6': 5,
      '\ud83d\ude00': 6,
      a: [true, null, 'é"\n'],
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":2,"1":3,"a":[true,null,"é\\"\\n"],"\u0080":4,"ö":5,"€":1,"😀":6}',
    );
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
    expect(() => canonicalJson(undefined as never)).toThrow(TypeError);
  });
});
