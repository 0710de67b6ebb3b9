import { AccessTokens } from '@ketqua/platform';
import { accountViewer, testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, citizen, type LabsBench, openLabsBench } from '../../testing/labs-bench.js';
import { keyIdOf, newKeySecret } from './key-secret.js';

const issue = `mutation ($input: IssueLabKeyInput!) { issueLabKey(input: $input) {
  __typename ... on LabKey { id secret label expiresAt revokedAt } ... on UserError { code }
  ... on InvalidLabFieldError { path } } }`;
const revoke = `mutation ($input: RevokeLabKeyInput!) { revokeLabKey(input: $input) {
  __typename ... on LabKey { id secret revokedAt } ... on UserError { code } } }`;
const open = `mutation ($input: CreateLabSessionInput!) { createLabSession(input: $input) {
  __typename ... on LabSession { accessToken expiresAt } ... on UserError { code message } } }`;

interface Key {
  id: string;
  secret: string;
}
interface Session {
  __typename: string;
  accessToken: string;
  expiresAt: string;
}

describe("a laboratory's key", () => {
  let bench: LabsBench;
  let labId: string;
  const issued = async (expiresAt?: string) =>
    (await bench.ask<{ issueLabKey: Key }>(issue, { input: { labId, label: 'LIS', expiresAt } }, admin))
      .issueLabKey;
  const opened = async (apiKey: string, address?: string) =>
    (await bench.ask<{ createLabSession: Session }>(open, { input: { apiKey } }, undefined, address))
      .createLabSession;

  beforeAll(async () => {
    bench = await openLabsBench({ keyFailures: { limit: 6, windowSeconds: 600 } });
    labId = (await bench.registered('KEY-1')).id;
  });
  afterAll(() => bench.close());

  it('opens a session of an hour for its laboratory', async () => {
    const key = await issued();
    const session = await opened(key.secret, 'a');
    const { viewer } = await new AccessTokens(testKey).read(session.accessToken);
    expect(viewer).toEqual({ kind: 'lab', labId, keyId: key.id, access: 'SUBMIT' });
    expect(Date.parse(session.expiresAt) - Date.now()).toBeGreaterThan(3_590_000);
    expect(Date.parse(session.expiresAt) - Date.now()).toBeLessThan(3_610_000);
  });

  it('is shown once and stored as a hash', async () => {
    const key = await issued();
    expect(key.secret).toMatch(/^ketqua_[0-9A-Za-z]{22}_[0-9A-Za-z]{44}$/);
    const [row] = await bench.database.query<{ text: string }>(
      'select row_to_json(lab_key)::text as text from labs.lab_key where id = $1',
      [key.id],
    );
    expect(row!.text).toContain(key.id);
    expect(row!.text).not.toContain(key.secret.split('_')[2]);
    const { revokeLabKey } = await bench.ask<{ revokeLabKey: Key }>(revoke, { input: { id: key.id } }, admin);
    expect(revokeLabKey).toMatchObject({ id: key.id, secret: null });
  });

  it('gives one answer for malformed, unknown, altered, expired and revoked', async () => {
    const [expired, revoked, good] = [await issued(), await issued(), await issued()];
    await bench.database.query("update labs.lab_key set expires_at = now() - interval '1 s' where id = $1", [
      expired.id,
    ]);
    await bench.ask(revoke, { input: { id: revoked.id } }, admin);
    // Well formed, with a right check, and of a key that exists: but another secret.
    const altered = newKeySecret(good.id);
    expect(keyIdOf(altered)).toBe(good.id);
    const keys = ['nonsense', newKeySecret(citizen.accountId), altered, expired.secret, revoked.secret];
    const answers = await Promise.all(keys.map((key, n) => opened(key, `one answer ${n}`)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ __typename: 'InvalidLabKeyError', code: 'INVALID_LAB_KEY' });
    expect((await opened(good.secret, 'b')).__typename).toBe('LabSession');
  });

  it('opens no session longer than its own time', async () => {
    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    const session = await opened((await issued(expiresAt)).secret, 'a');
    expect(Date.parse(session.expiresAt)).toBeLessThanOrEqual(Date.parse(expiresAt));
  });

  it('is revoked with one event, however often', async () => {
    const key = await issued();
    await Promise.all([1, 2, 3].map(() => bench.ask(revoke, { input: { id: key.id } }, admin)));
    const told = (await bench.topics('lab-key.revoked')).filter(({ keyId }) => keyId === key.id);
    expect(told).toEqual([{ keyId: key.id, labId }]);
  });

  it('is issued and revoked for what exists, with an expiry to come, by the authority', async () => {
    const missing = { labId: citizen.accountId, label: 'x' };
    expect(await bench.ask(issue, { input: missing }, admin)).toMatchObject({
      issueLabKey: { code: 'NOT_FOUND' },
    });
    const past = { labId, label: 'x', expiresAt: '2020-01-01T00:00:00Z' };
    expect(await bench.ask(issue, { input: past }, admin)).toMatchObject({
      issueLabKey: { code: 'INVALID_LAB_FIELD', path: ['input', 'expiresAt'] },
    });
    for (const id of [citizen.accountId, 'none']) {
      const answer = await bench.ask(revoke, { input: { id } }, admin);
      expect(answer).toEqual({ revokeLabKey: { __typename: 'NotFoundError', code: 'NOT_FOUND' } });
    }
    expect(await bench.refusal(issue, { input: missing }, citizen)).toBe('FORBIDDEN');
    expect(await bench.refusal(revoke, { input: { id: labId } })).toBe('UNAUTHENTICATED');
  });

  it('is listed for the authority, newest first, without its secret', async () => {
    const { id } = await bench.registered('KEY-2');
    const ids: string[] = [];
    for (const label of ['first', 'second']) {
      const { issueLabKey } = await bench.ask<{ issueLabKey: Key }>(
        issue,
        { input: { labId: id, label } },
        admin,
      );
      ids.unshift(issueLabKey.id);
    }
    await bench.ask(revoke, { input: { id: ids[1] } }, admin);
    const query = 'query ($id: ID!) { labKeys(labId: $id) { id label secret revokedAt } }';
    expect(await bench.ask(query, { id }, admin)).toEqual({
      labKeys: [
        { id: ids[0], label: 'second', secret: null, revokedAt: null },
        { id: ids[1], label: 'first', secret: null, revokedAt: expect.any(String) },
      ],
    });
    expect(await bench.ask(query, { id: 'none' }, admin)).toEqual({ labKeys: [] });
    expect(await bench.refusal(query, { id }, citizen)).toBe('FORBIDDEN');
  });

  it('is issued to submit alone, unless it may read too, and its sessions say which', async () => {
    const { issueLabKey } = await bench.ask<{ issueLabKey: Key & { access: string } }>(
      `mutation ($input: IssueLabKeyInput!) { issueLabKey(input: $input) {
        ... on LabKey { id secret access isInForce lastUsedAt } } }`,
      { input: { labId, label: 'reader', access: 'SUBMIT_AND_READ' } },
      admin,
    );
    expect(issueLabKey).toMatchObject({ access: 'SUBMIT_AND_READ', isInForce: true, lastUsedAt: null });
    const session = await opened(issueLabKey.secret, 'reader');
    const { viewer } = await new AccessTokens(testKey).read(session.accessToken);
    expect(viewer).toMatchObject({ keyId: issueLabKey.id, access: 'SUBMIT_AND_READ' });
  });

  it('says when it was last used, written at most once a minute', async () => {
    const key = await issued();
    const lastUsed = async () => {
      const [row] = await bench.database.query<{ at: string | null }>(
        'select last_used_at::text as at from labs.lab_key where id = $1',
        [key.id],
      );
      return row!.at;
    };
    expect(await lastUsed()).toBeNull();
    await opened(key.secret, 'user');
    await expect.poll(lastUsed).not.toBeNull();
    const first = await lastUsed();
    await opened(key.secret, 'user');
    await bench.database.query('select 1');
    expect(await lastUsed()).toBe(first);
  });

  it('is one of at most 20 in force, also when many are issued at once', async () => {
    const lab = await bench.registered('KEY-20');
    const input = { labId: lab.id, label: 'many' };
    const answers = await Promise.all(
      Array.from({ length: 25 }, () =>
        bench.ask<{ issueLabKey: Key & { code?: string } }>(issue, { input }, admin),
      ),
    );
    const codes = answers.map(({ issueLabKey }) => issueLabKey.code ?? 'issued').sort();
    expect(codes).toEqual([...Array(5).fill('TOO_MANY_LAB_KEYS'), ...Array(20).fill('issued')]);
    const [first, second] = answers.map(({ issueLabKey }) => issueLabKey.id).filter(Boolean);
    await bench.ask(revoke, { input: { id: first } }, admin);
    await bench.database.query("update labs.lab_key set expires_at = now() - interval '1 s' where id = $1", [
      second,
    ]);
    for (const expected of ['LabKey', 'LabKey', 'TooManyLabKeysError']) {
      const { issueLabKey } = await bench.ask<{ issueLabKey: { __typename: string } }>(
        issue,
        { input },
        admin,
      );
      expect(issueLabKey.__typename).toBe(expected);
    }
  });

  it('opens only so many sessions in a minute, and keeps no other key from it', async () => {
    const busy = await openLabsBench({ sessionsAMinute: 3 });
    const lab = await busy.registered('BUSY-KEY');
    const keys: Key[] = [];
    for (const label of ['a', 'b']) {
      const { issueLabKey } = await busy.ask<{ issueLabKey: Key }>(
        issue,
        { input: { labId: lab.id, label } },
        admin,
      );
      keys.push(issueLabKey);
    }
    const tried = (apiKey: string) => busy.refusal(open, { input: { apiKey } });
    const codes = [];
    for (let n = 0; n < 5; n++) codes.push(await tried(keys[0]!.secret));
    expect(codes).toEqual([undefined, undefined, undefined, 'RATE_LIMITED', 'RATE_LIMITED']);
    // Whoever knows a key's id alone counts against nobody.
    for (let n = 0; n < 4; n++) await tried(newKeySecret(keys[1]!.id));
    expect(await tried(keys[1]!.secret)).toBeUndefined();
    await busy.close();
  });

  it("is seen and revoked by its laboratory's staff, and by nobody of another laboratory", async () => {
    const key = await issued();
    const staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId });
    const foreign = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: citizen.accountId });
    const self = { kind: 'lab', labId, keyId: key.id, access: 'SUBMIT_AND_READ' } as const;
    const query = 'query ($id: ID!) { labKeys(labId: $id) { id secret isInForce } }';
    const listed = await bench.ask<{ labKeys: Key[] }>(query, { id: labId }, staff);
    expect(listed.labKeys[0]).toEqual({ id: key.id, secret: null, isInForce: true });
    expect(await bench.ask(query, { id: labId }, foreign)).toEqual({ labKeys: [] });
    expect(await bench.ask(revoke, { input: { id: key.id } }, foreign)).toEqual({
      revokeLabKey: { __typename: 'NotFoundError', code: 'NOT_FOUND' },
    });
    expect((await opened(key.secret, 'still')).__typename).toBe('LabSession');
    for (const [operation, variables] of [
      [query, { id: labId }],
      [revoke, { input: { id: key.id } }],
      [issue, { input: { labId, label: 'mine' } }],
    ] as const) {
      expect(await bench.refusal(operation, variables, self)).toBe('FORBIDDEN');
    }
    expect(await bench.refusal(issue, { input: { labId, label: 'mine' } }, staff)).toBe('FORBIDDEN');
    expect(await bench.ask(revoke, { input: { id: key.id } }, staff)).toMatchObject({
      revokeLabKey: { id: key.id, revokedAt: expect.any(String) },
    });
    expect((await opened(key.secret, 'gone')).__typename).toBe('InvalidLabKeyError');
  });

  it('is guessed only so often from one address, also by many guesses at once', async () => {
    const key = await issued();
    const guesses = Array.from({ length: 20 }, () => newKeySecret(key.id));
    const guess = (apiKey: string) =>
      bench.subgraph.execute(
        { query: open, variables: { input: { apiKey } } },
        { viewer: { kind: 'anonymous' }, locale: 'vi', address: 'guesser', requestId: '' },
      );
    const answers = await Promise.all(guesses.map(guess));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(6);
    expect(await guess(key.secret)).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect((await opened(key.secret, 'another')).__typename).toBe('LabSession');
    await bench.database.query(
      "update labs.key_failure set window_began_at = window_began_at - interval '10 min'",
    );
    expect((await opened(key.secret, 'guesser')).__typename).toBe('LabSession');
  });
});
