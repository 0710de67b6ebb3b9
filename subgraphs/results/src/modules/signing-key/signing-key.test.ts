import { webcrypto } from 'node:crypto';
import { type DecodedHealthCert, decodeHealthCert } from '@ketqua/health-cert';
import { selfSignedCertificate, trustedKeyFromCertificate } from '@ketqua/health-cert/node';
import type { AccountViewer } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';
import type { KeyVault } from '../certificate/key-vault.js';

const dateOfBirth = '1990-03-14';
const keyFields = '... on SigningKey { kid state vault signsFrom signsUntil revokedReason createdBy }';
const errorFields = '... on UserError { code }';
let phones = 0;

const kidOf = (payload: string) => {
  const { message } = decodeHealthCert(payload) as DecodedHealthCert;
  return Buffer.from(message.kid!).toString('base64');
};

describe('signing keys', () => {
  let house: ResultsHouse;
  let officer: AccountViewer;
  beforeAll(async () => {
    house = await ResultsHouse.open();
    officer = await officerOf(house);
  });
  afterAll(() => house.close());

  const rotate = async (signsFrom?: Date, viewer = house.admin, at = house) =>
    (
      await at.ask(
        `mutation ($input: RotateSigningKeyInput!) { rotateSigningKey(input: $input) { __typename ${keyFields} ${errorFields} } }`,
        { input: { signsFrom: signsFrom?.toISOString() ?? null } },
        viewer,
      )
    ).rotateSigningKey;
  const revoke = async (kid: string, reason = 'the key is out', viewer = house.admin) =>
    (
      await house.ask(
        `mutation ($input: RevokeSigningKeyInput!) { revokeSigningKey(input: $input) { __typename ${keyFields} ${errorFields} } }`,
        { input: { kid, reason } },
        viewer,
      )
    ).revokeSigningKey;
  const keys = async (): Promise<{ kid: string; state: string }[]> =>
    (await house.ask('{ signingKeys { kid state } }', {}, house.admin)).signingKeys;
  const signing = async () => (await keys()).find(({ state }) => state === 'SIGNING')!.kid;
  const stateOf = async (kid: string) => (await keys()).find((key) => key.kid === kid)?.state;
  const verify = (payload: string, at = house) => at.verify(payload, officer.checkpointIds[0]!, officer);

  /** A citizen with so many results of their own. */
  const tested = async (count: number) => {
    phones += 1;
    const phone = `+8490702${String(phones).padStart(4, '0')}`;
    const citizen = house.citizen(phone);
    const patient = { fullName: 'Nguyễn Thị Ánh', dateOfBirth, sex: 'FEMALE', phone };
    const { rows } = await house.submit(Array.from({ length: count }, () => row({ patient })));
    await house.claim(citizen, dateOfBirth);
    return { citizen, resultIds: rows.map(({ resultId }: { resultId: string }) => resultId) as string[] };
  };

  it('rotates without a gap: what is issued meanwhile, by two processes, all verifies', async () => {
    const sibling = await house.beside({});
    const before = await signing();
    const { citizen, resultIds } = await tested(60);
    const payloads: string[] = [];
    let rotation: Promise<{ kid: string }> | undefined;
    const issueAll = async (at: ResultsHouse, ids: string[]) => {
      for (const id of ids) {
        const token = await at.issue(id, citizen);
        expect(token).toMatchObject({ __typename: 'QrToken', status: 'ACTIVE' });
        payloads.push(token.payload);
        expect(await verify(token.payload)).toMatchObject({ verdict: 'PASS' });
        if (payloads.length >= 20) rotation ??= rotate(new Date());
        // However fast the others were, the last ones are issued after the rotation.
        if (payloads.length >= 50) await rotation;
      }
    };
    await Promise.all([issueAll(house, resultIds.slice(0, 30)), issueAll(sibling, resultIds.slice(30))]);
    const rotated = await rotation;
    expect(payloads).toHaveLength(60);
    expect(new Set(payloads.map(kidOf))).toEqual(new Set([before, rotated!.kid]));
    for (const payload of payloads) expect(await verify(payload)).toMatchObject({ verdict: 'PASS' });
    expect(await signing()).toBe(rotated!.kid);
    expect(await stateOf(before)).toBe('VERIFYING');
    await sibling.close();
  });

  it('publishes a new key a day before it signs, and lets the one before go on until then', async () => {
    const before = await signing();
    const key = await rotate();
    expect(key).toMatchObject({ state: 'WAITING', vault: 'SEALED', createdBy: house.admin.accountId });
    expect(Date.parse(key.signsFrom) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    const { citizen, resultIds } = await tested(1);
    expect(kidOf((await house.issue(resultIds[0]!, citizen)).payload)).toBe(before);
    // Its moment has come.
    await house.database.query('update results.signing_key set signs_from = now() where kid = $1', [key.kid]);
    await house.reopen();
    expect(await signing()).toBe(key.kid);
  });

  it('revokes one key: exactly its certificates are red, in every process within 5 s, and issuing goes on', async () => {
    const sibling = await house.beside({});
    const { citizen, resultIds } = await tested(3);
    const other = await house.issue(resultIds[0]!, citizen);
    const { kid } = await rotate(new Date());
    const token = await house.issue(resultIds[1]!, citizen);
    expect(kidOf(token.payload)).toBe(kid);
    expect(await verify(token.payload, sibling)).toMatchObject({ verdict: 'PASS' });
    const told = await house.listen(
      'subscription { qrTokenStatusChanged { qrToken { id status } } }',
      citizen,
    );

    expect(await revoke(kid)).toMatchObject({ kid, state: 'REVOKED', revokedReason: 'the key is out' });
    const refused = { verdict: 'FAIL', signature: 'UNTRUSTED_ISSUER', reasons: ['KEY_REVOKED'] };
    expect(await verify(token.payload)).toMatchObject(refused);
    expect(await verify(other.payload)).toMatchObject({ verdict: 'PASS' });
    await expect
      .poll(() => verify(token.payload, sibling), { timeout: 5_000, interval: 100 })
      .toMatchObject(refused);
    expect(await verify(other.payload, sibling)).toMatchObject({ verdict: 'PASS' });

    // Its holder sees it, hears of it, and is given another one; the process that has not heard yet signs with another key.
    const changed = await told.next();
    expect(changed.qrTokenStatusChanged.qrToken).toEqual({ id: token.id, status: 'REVOKED' });
    told.end();
    const anew = await sibling.issue(resultIds[1]!, citizen);
    expect(anew).toMatchObject({ __typename: 'QrToken', status: 'ACTIVE' });
    expect(kidOf(anew.payload)).not.toBe(kid);
    expect(await verify(anew.payload)).toMatchObject({ verdict: 'PASS' });
    expect(await house.issue(resultIds[0]!, citizen)).toEqual(other);
    await sibling.close();
  });

  it('signs with no key that was revoked a moment ago, though the process has not read it', async () => {
    const { citizen, resultIds } = await tested(2);
    const first = await house.issue(resultIds[0]!, citizen);
    await house.database.query('update results.signing_key set revoked_at = now() where kid = $1', [
      kidOf(first.payload),
    ]);
    const second = await house.issue(resultIds[1]!, citizen);
    expect(second).toMatchObject({ __typename: 'QrToken', status: 'ACTIVE' });
    expect(kidOf(second.payload)).not.toBe(kidOf(first.payload));
    // What the holder has of the revoked key is REVOKED at once, before anybody was told.
    const { _entities } = await house.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on TestResult { qrTokens { id status } } } }',
      { r: [{ __typename: 'TestResult', id: resultIds[0] }] },
      citizen,
    );
    expect(_entities[0].qrTokens).toEqual([{ id: first.id, status: 'REVOKED' }]);
  });

  it('lets a key that waits take over when the one that signs is revoked: verifiers know it already', async () => {
    const standby = await rotate(new Date(Date.now() + 60 * 86_400_000));
    for (const { kid, state } of await keys()) {
      if (state === 'SIGNING' || state === 'VERIFYING') await revoke(kid);
    }
    // Those that waited before it came first.
    const waiting = (await keys()).filter(({ state }) => state === 'WAITING' || state === 'SIGNING');
    expect(waiting.map(({ kid }) => kid)).toContain(standby.kid);
    const count = (await keys()).length;
    const { citizen, resultIds } = await tested(1);
    expect((await house.issue(resultIds[0]!, citizen)).status).toBe('ACTIVE');
    expect(await keys()).toHaveLength(count);
  });

  it('makes a successor by itself before a key ends to sign', async () => {
    const before = await signing();
    await house.database.query(
      "update results.signing_key set signs_until = now() + interval '30 hours' where kid = $1",
      [before],
    );
    await house.database.query('update results.signing_key set revoked_at = now() where kid <> $1', [before]);
    await house.reopen();
    const waiting = (await keys()).filter(({ state }) => state === 'WAITING');
    expect(waiting).toHaveLength(1);
    expect(await signing()).toBe(before);
  });

  it('refuses whoever is not ADMIN, whoever has not confirmed with a code, and what makes no sense', async () => {
    const citizen = accountViewer();
    const refusal = async (asking: Promise<unknown>) =>
      asking.then(
        () => 'done',
        (error: { errors: { extensions: { code: string } }[] }) => error.errors[0]!.extensions.code,
      );
    const kid = await signing();
    expect(await refusal(rotate(undefined, citizen))).toBe('FORBIDDEN');
    expect(await refusal(revoke(kid, 'mine', citizen))).toBe('FORBIDDEN');
    expect(await refusal(house.ask('{ signingKeys { kid } }', {}, officer))).toBe('FORBIDDEN');
    const stale = { ...house.admin, codeVerifiedAt: Math.floor(Date.now() / 1000) - 3_600 };
    expect(await rotate(undefined, stale)).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    expect(await revoke(kid, 'mine', stale)).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    expect(await revoke(kid, ' ')).toMatchObject({ code: 'REASON_REQUIRED' });
    for (const unknown of ['AAAAAAAAAAA=', '', '\0', 'x'.repeat(10_000)]) {
      expect(await revoke(unknown)).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await rotate(new Date(Date.now() - 3_600_000))).toMatchObject({ code: 'INVALID_ROTATION' });
    expect(await rotate(new Date(Date.now() + 100 * 86_400_000))).toMatchObject({ code: 'INVALID_ROTATION' });
    expect(await signing()).toBe(kid);
  });
});

/** What a KMS looks like from here: it makes keys and signs with them, and no private key ever leaves it. */
function keyManagementService(): KeyVault {
  const privateKeys = new Map<string, webcrypto.CryptoKey>();
  return {
    name: 'TEST_KMS',
    async create(subject) {
      const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
        'sign',
        'verify',
      ]);
      const certificateDer = await selfSignedCertificate(subject, keys);
      const { kid, publicKeyJwk } = trustedKeyFromCertificate(certificateDer);
      privateKeys.set(kid, keys.privateKey);
      return { kid, certificateDer, publicKeyJwk, handle: Buffer.from(`keys/${kid}`) };
    },
    signer: ({ kid, algorithm, handle }) => ({
      kid: Buffer.from(kid, 'base64'),
      algorithm,
      async sign(bytes) {
        const key = privateKeys.get(Buffer.from(handle).toString().replace('keys/', ''))!;
        const signed = await webcrypto.subtle.sign(
          { name: 'ECDSA', hash: 'SHA-256' },
          key,
          Uint8Array.from(bytes),
        );
        return new Uint8Array(signed);
      },
    }),
  };
}

describe('a KMS in place of sealed keys', () => {
  it('takes over the signing, and what was signed before stays good', async () => {
    const house = await ResultsHouse.open();
    const officer = await officerOf(house);
    const citizen = house.citizen('+84907030001');
    const patient = { fullName: 'Lê Văn Tám', dateOfBirth, sex: 'MALE', phone: '+84907030001' };
    const { rows } = await house.submit([row({ patient }), row({ patient })]);
    await house.claim(citizen, dateOfBirth);
    const sealed = await house.issue(rows[0].resultId, citizen);
    const issuing = { algorithm: 'ES256' as const, statusShards: 1, vault: keyManagementService() };
    const taken = await house.beside({ issuing });
    const managed = await taken.issue(rows[1].resultId, citizen);
    expect(kidOf(managed.payload)).not.toBe(kidOf(sealed.payload));
    for (const payload of [sealed.payload, managed.payload]) {
      expect(await taken.verify(payload, officer.checkpointIds[0]!, officer)).toMatchObject({
        verdict: 'PASS',
      });
    }
    const { signingKeys } = await taken.ask('{ signingKeys { vault state } }', {}, house.admin);
    expect(signingKeys).toEqual([
      { vault: 'TEST_KMS', state: 'SIGNING' },
      { vault: 'SEALED', state: 'VERIFYING' },
    ]);
    const [stored] = await house.database.query<{ handle: Uint8Array }>(
      "select private_key as handle from results.signing_key where vault = 'TEST_KMS'",
    );
    expect(Buffer.from(stored!.handle).toString()).toBe(`keys/${kidOf(managed.payload)}`);
    await taken.close();
    await house.close();
  });
});

async function officerOf(house: ResultsHouse): Promise<AccountViewer> {
  const { createCheckpoint } = await house.ask(
    'mutation ($input: CreateCheckpointInput!) { createCheckpoint(input: $input) { ... on Checkpoint { id } } }',
    { input: { code: 'CP-1', name: 'Cầu', jurisdiction: 'VN-SG' } },
    house.admin,
  );
  return accountViewer({ roles: ['CITIZEN', 'OFFICER'], checkpointIds: [createCheckpoint.id] });
}
