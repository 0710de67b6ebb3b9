import { brotliCompressSync } from 'node:zlib';
import {
  type DecodedHealthCert,
  decodeHealthCert,
  openTrustBundle,
  type TrustBundle,
  verifyOffline,
} from '@ketqua/health-cert';
import { createBundleRoot } from '@ketqua/health-cert/node';
import { anonymous } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';
import { openBundleRoot } from './bundle-root-store.js';

const dateOfBirth = '1990-03-14';
const ruleSet = 'VN-72H';
let phones = 0;

describe('the trust bundle', () => {
  let house: ResultsHouse;
  let root: string;
  beforeAll(async () => {
    house = await ResultsHouse.open();
    root = (await openTrustBundle(await document(), {})).root;
  });
  afterAll(() => house.close());

  const document = async (at = house): Promise<string> =>
    (await at.ask('{ trustBundle { document } }', {}, anonymous)).trustBundle.document;
  const bundle = async (at = house): Promise<TrustBundle> =>
    openTrustBundle(await document(at), { pinnedRoots: [root] });
  const revoke = (kid: string) =>
    house.ask(
      'mutation ($input: RevokeSigningKeyInput!) { revokeSigningKey(input: $input) { __typename } }',
      { input: { kid, reason: 'test' } },
      house.admin,
    );
  const issued = async (at = house) => {
    phones += 1;
    const phone = `+8490703${String(phones).padStart(4, '0')}`;
    const citizen = at.citizen(phone);
    const patient = { fullName: 'Nguyễn Thị Ánh', dateOfBirth, sex: 'FEMALE', phone };
    const { rows } = await at.submit([row({ patient })]);
    await at.claim(citizen, dateOfBirth);
    const token = await at.issue(rows[0].resultId, citizen);
    return { citizen, token, payload: token.payload as string };
  };
  const judged = async (payload: string, by: TrustBundle) => {
    const { verdict, status, reasons } = await verifyOffline(payload, {
      bundle: by,
      at: new Date(),
      ruleSet,
    });
    return { verdict, status, reasons };
  };

  it('is the same as fields and as a document, verified by the root key that signed it, for everybody', async () => {
    const { trustBundle } = await house.ask(
      `{ trustBundle { issuedAt version maxAge signature document
           keys { kid algorithm country notBefore notAfter revoked usages publicKey status }
           rules { identifier ruleSet jurisdiction rule } valueSets { id hash values }
           status { lists { shard first length list } revocations { country kid hashType hashes } } } }`,
      {},
      anonymous,
    );
    const { document: text, ...fields } = trustBundle;
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(fields)));
    const opened = await openTrustBundle(JSON.stringify(fields), { pinnedRoots: [root] });
    expect(opened.rulesOf(ruleSet).map(({ id }) => id)).toEqual(['TR-VN-0001', 'TR-VN-0002']);
    expect(opened.freshnessAt(new Date())).toBe('FRESH');
    expect(fields.maxAge).toBe(86_400);
  });

  it('lets a certificate of a moment ago pass offline, and tells within 5 s what became of its key', async () => {
    const sibling = await house.beside({});
    const { payload } = await issued();
    const other = await issued();
    expect(await judged(payload, await bundle())).toEqual({ verdict: 'PASS', status: 'ACTIVE', reasons: [] });
    const { message } = decodeHealthCert(payload) as DecodedHealthCert;
    const { version } = await bundle();
    await revoke(Buffer.from(message.kid!).toString('base64'));
    for (const at of [house, sibling]) {
      await expect
        .poll(async () => judged(payload, await bundle(at)), { timeout: 5_000, interval: 100 })
        .toMatchObject({ verdict: 'FAIL', reasons: ['KEY_REVOKED'] });
      expect((await bundle(at)).version).toBeGreaterThan(version);
    }
    const anew = await issued();
    expect(await judged(anew.payload, await bundle())).toMatchObject({ verdict: 'PASS' });
    // The other one was of the same key.
    expect(await judged(other.payload, await bundle())).toMatchObject({ verdict: 'FAIL' });
    await sibling.close();
  });

  it('knows exactly which certificates were withdrawn', async () => {
    const [revoked, kept] = [await issued(), await issued()];
    await house.ask(
      'mutation ($input: RevokeQrTokenInput!) { revokeQrToken(input: $input) { __typename } }',
      { input: { id: revoked.token.id } },
      revoked.citizen,
    );
    await house.reopen();
    const now = await bundle();
    expect(await judged(revoked.payload, now)).toMatchObject({ verdict: 'FAIL', status: 'REVOKED' });
    expect(await judged(kept.payload, now)).toMatchObject({ verdict: 'PASS', status: 'ACTIVE' });
    // What has expired needs no place in the list any more.
    await house.database.query(
      "update results.certificate set expires_at = now() - interval '2 days' where id = $1",
      [revoked.token.id],
    );
    await house.reopen();
    expect((await bundle()).document.status.lists).toEqual([]);
  });

  it('keeps its version over a restart, and never takes an earlier one after a restore or a clock set back', async () => {
    const before = await bundle();
    await house.reopen();
    expect((await bundle()).version).toBe(before.version);
    await house.database.query(
      "update results.trust_bundle set version = 5, issued_at = now() - interval '40 days'",
    );
    await house.reopen();
    const restored = await bundle();
    expect(restored.version).toBeGreaterThan(before.version);
    const ahead = restored.version + 1_000_000_000;
    await house.database.query(
      "update results.trust_bundle set version = $1, issued_at = now() + interval '1 day'",
      [ahead],
    );
    await house.reopen();
    expect((await bundle()).version).toBe(ahead + 1);
    expect((await bundle()).freshnessAt(new Date())).toBe('FRESH');
  });

  it('has one root key, however many processes begin at once', async () => {
    const young = await ResultsHouse.open();
    await young.database.query('delete from results.bundle_root');
    const roots = await Promise.all(Array.from({ length: 6 }, () => openBundleRoot(young.orm, undefined)));
    expect(new Set(roots.map(({ thumbprint }) => thumbprint)).size).toBe(1);
    const [{ n }] = (await young.database.query<{ n: number }>(
      'select count(*)::int as n from results.bundle_root',
    )) as [{ n: number }];
    expect(n).toBe(1);
    await young.close();
  });

  it('is signed by a key that only the database holds, sealed, and does not start with another than the pinned one', async () => {
    const [stored] = await house.database.query<{ thumbprint: string; sealed: Uint8Array }>(
      'select thumbprint, private_key as sealed from results.bundle_root',
    );
    expect(stored!.thumbprint).toBe(root);
    expect(Buffer.from(stored!.sealed).toString('latin1')).not.toContain('MIGH');
    const pinned = await house.beside({ trustRoot: root });
    expect((await bundle(pinned)).root).toBe(root);
    await pinned.close();
    const { thumbprint } = await createBundleRoot();
    await expect(house.beside({ trustRoot: thumbprint })).rejects.toThrow('KETQUA_TRUST_ROOT');
  });

  it('carries the rules of the sets that checkpoints go by within 5 s, with the value sets that they refer to', async () => {
    const rule = {
      ...(JSON.parse((await bundle()).document.rules[0]!.rule) as object),
      Identifier: 'TR-VN-0009',
      Logic: {
        in: [
          { var: 'payload.t.0.ma' },
          { var: 'external.valueSets.covid-19-lab-test-manufacturer-and-name' },
        ],
      },
    };
    const admin = { ...house.admin, codeVerifiedAt: Math.floor(Date.now() / 1000) };
    const names = { jurisdiction: 'VN-SG', nameVi: 'Thiết bị', nameEn: 'Device', note: 'Test' };
    await house.ask(
      'mutation ($input: PublishRulesInput!) { publishRules(input: $input) { __typename } }',
      { input: { code: 'DEVICES', rules: JSON.stringify([rule]), ...names } },
      admin,
    );
    const rulesOf = async (code: string) => (await bundle()).rulesOf(code).map(({ id }) => id);
    const officer = accountViewer({ roles: ['CITIZEN', 'OFFICER'] });
    const stream = await house.listen('subscription { trustBundleChanged { version } }', officer);
    expect(await rulesOf('DEVICES')).toEqual([]);
    const { createCheckpoint } = await house.ask(
      'mutation ($input: CreateCheckpointInput!) { createCheckpoint(input: $input) { ... on Checkpoint { id } } }',
      { input: { code: 'CP-R', name: 'Cầu', jurisdiction: 'VN-SG' } },
      house.admin,
    );
    await house.ask(
      'mutation ($input: SetCheckpointRulesInput!) { setCheckpointRules(input: $input) { __typename } }',
      { input: { checkpointId: createCheckpoint.id, ruleSet: 'DEVICES' } },
      house.admin,
    );
    await expect.poll(() => rulesOf('DEVICES'), { timeout: 5_000 }).toEqual(['TR-VN-0009']);
    // Whoever is online is told of it, with the version that has it.
    expect((await stream.next()).trustBundleChanged.version).toBe((await bundle()).version);
    stream.end();
    expect(await rulesOf(ruleSet)).toEqual(['TR-VN-0001', 'TR-VN-0002']);
    const { document: content } = await bundle();
    expect(content.valueSets.filter(({ values }) => values).map(({ id }) => id)).toEqual([
      'covid-19-lab-test-manufacturer-and-name',
    ]);
    expect(brotliCompressSync(await document()).length).toBeLessThan(60_000);
  });
});
