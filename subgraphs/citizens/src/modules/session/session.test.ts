import type { AccountViewer } from '@ketqua/platform';
import { AccessTokens } from '@ketqua/platform';
import { accountViewer, testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, adminPhone, CitizensBench, indexOf, type SessionData } from '../../testing/citizens-bench.js';
import { me, refreshSession, signOut } from '../../testing/operations.js';

type Answer = SessionData & { code?: string; endedSessions?: number };

describe('a session', () => {
  let bench: CitizensBench;
  const phone = '+84902000011';
  const refreshed = (refreshToken: string | null, more: object = {}) =>
    bench.ask<Answer>(refreshSession, { input: { refreshToken } }, undefined, more);
  const viewerOf = async ({ accessToken }: SessionData) =>
    (await new AccessTokens(testKey).read(accessToken)).viewer as AccountViewer;
  const endedSessions = async () => (await bench.topics('session.ended')).map(({ sessionId }) => sessionId);

  beforeAll(async () => {
    bench = await CitizensBench.open();
    await bench.report(phone);
  });
  afterAll(() => bench.close());

  it('goes on with a new token each time, and remembers when the code was verified', async () => {
    const first = await bench.signIn(phone);
    const before = await viewerOf(first);
    await bench.database.query(
      "update citizens.session set code_verified_at = code_verified_at - interval '1 hour' where id = $1",
      [before.sessionId],
    );
    const second = await refreshed(first.refreshToken);
    const third = await refreshed(second.refreshToken);
    expect(new Set([first, second, third].map(({ refreshToken }) => refreshToken)).size).toBe(3);
    const after = await viewerOf(third);
    expect(after).toEqual({ ...before, codeVerifiedAt: before.codeVerifiedAt - 3600 });
  });

  it('ends as a whole when a refresh token comes twice, and says so to every process', async () => {
    const first = await bench.signIn(phone);
    const { sessionId } = await viewerOf(first);
    const second = await refreshed(first.refreshToken);
    expect(await refreshed(first.refreshToken)).toMatchObject({ code: 'SESSION_EXPIRED' });
    expect(await refreshed(second.refreshToken)).toMatchObject({ code: 'SESSION_EXPIRED' });
    expect((await endedSessions()).filter((id) => id === sessionId)).toEqual([sessionId]);
  });

  it('gives one successor to a token that comes many times at once', async () => {
    const { refreshToken } = await bench.signIn(phone);
    const answers = await Promise.all([1, 2, 3, 4].map(() => refreshed(refreshToken)));
    expect(answers.filter(({ __typename }) => __typename === 'Session')).toHaveLength(1);
  });

  it("takes the token of a page's cookie, from the gateway", async () => {
    const { refreshToken, viewer } = await bench.signIn(phone);
    const answer = await bench.ask<Answer>(refreshSession, { input: {} }, undefined, { refreshToken });
    expect(answer.viewer.id).toBe(viewer.id);
  });

  it('gives one answer for a token that is none, unknown or too old', async () => {
    const { refreshToken } = await bench.signIn(phone);
    await bench.database.query("update citizens.refresh_token set expires_at = now() - interval '1 s'");
    const answers = [await refreshed(null), await refreshed('nonsense'), await refreshed(refreshToken)];
    expect(answers[0]).toMatchObject({ __typename: 'SessionExpiredError', code: 'SESSION_EXPIRED' });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('stores a refresh token as a hash', async () => {
    const { refreshToken } = await bench.signIn(phone);
    const rows = await bench.database.query<{ hash: Uint8Array }>('select hash from citizens.refresh_token');
    expect(rows.every(({ hash }) => hash.length === 32)).toBe(true);
    expect(rows.some(({ hash }) => Buffer.from(hash).equals(Buffer.from(refreshToken, 'base64url')))).toBe(
      false,
    );
  });

  it('ends at a sign-out: this one, then every one', async () => {
    const sessions = [await bench.signIn(phone), await bench.signIn(phone), await bench.signIn(phone)];
    const viewers = await Promise.all(sessions.map(viewerOf));
    const here = await bench.ask<Answer>(signOut, { input: {} }, viewers[0]);
    expect(here).toEqual({ __typename: 'SignOutPayload', endedSessions: 1 });
    expect(await refreshed(sessions[0]!.refreshToken)).toMatchObject({ code: 'SESSION_EXPIRED' });
    expect(await bench.ask(signOut, { input: {} }, viewers[0])).toMatchObject({ code: 'NOT_FOUND' });
    expect((await refreshed(sessions[1]!.refreshToken)).__typename).toBe('Session');
    const everywhere = await bench.ask<Answer>(signOut, { input: { everywhere: true } }, viewers[2]);
    expect(everywhere.endedSessions).toBeGreaterThanOrEqual(2);
    expect(await refreshed(sessions[2]!.refreshToken)).toMatchObject({ code: 'SESSION_EXPIRED' });
    expect(await endedSessions()).toEqual(expect.arrayContaining(viewers.map(({ sessionId }) => sessionId)));
  });

  it('ends on every device when the phone is lost, whose devices are forgotten; a number of nobody ends none', async () => {
    const lost = '+84902000012';
    await bench.report(lost);
    const sessions = [await bench.signIn(lost), await bench.signIn(lost)];
    const other = await bench.signIn(phone);
    const viewers = await Promise.all(sessions.map(viewerOf));
    await bench.tell('phone.lost', { phoneIndex: indexOf('+84902009999') });
    await bench.tell('phone.lost', { phoneIndex: indexOf(lost) });
    await expect
      .poll(endedSessions, { timeout: 10_000 })
      .toEqual(expect.arrayContaining(viewers.map(({ sessionId }) => sessionId)));
    expect(await refreshed(sessions[0]!.refreshToken)).toMatchObject({ code: 'SESSION_EXPIRED' });
    expect((await refreshed(other.refreshToken)).__typename).toBe('Session');
    const again = await viewerOf(await bench.signIn(lost, sessions[0]!.deviceToken));
    expect(again.accountId).toBe(viewers[0]!.accountId);
    expect(viewers.map(({ deviceId }) => deviceId)).not.toContain(again.deviceId);
  });

  it('that began after the phone was lost goes on, however late the loss is heard of', async () => {
    const lost = '+84902000013';
    await bench.report(lost);
    const before = await viewerOf(await bench.signIn(lost));
    const [{ lostAt } = { lostAt: '' }] = await bench.database.query<{ lostAt: string }>(
      `select to_json(clock_timestamp()) #>> '{}' as "lostAt"`,
    );
    const after = await bench.signIn(lost);
    await bench.tell('phone.lost', { phoneIndex: indexOf(lost) }, lostAt);
    await expect.poll(endedSessions).toContain(before.sessionId);
    const { sessionId, deviceId } = await viewerOf(after);
    expect(await endedSessions()).not.toContain(sessionId);
    expect((await refreshed(after.refreshToken)).__typename).toBe('Session');
    // Its device is known, too.
    expect((await viewerOf(await bench.signIn(lost, after.deviceToken))).deviceId).toBe(deviceId);
  });

  it("ends nobody else's", async () => {
    const other = await bench.signIn(adminPhone);
    const mine = await viewerOf(await bench.signIn(phone));
    const { sessionId } = await viewerOf(other);
    expect(await bench.ask(signOut, { input: {} }, { ...mine, sessionId })).toMatchObject({
      code: 'NOT_FOUND',
    });
    await bench.ask(signOut, { input: { everywhere: true } }, mine);
    expect((await refreshed(other.refreshToken)).__typename).toBe('Session');
    expect(await bench.refusal(signOut, { input: {} })).toBe('UNAUTHENTICATED');
  });

  it('tells whoever is signed in who they are, and nobody else', async () => {
    const session = await bench.signIn(phone);
    const viewer = await viewerOf(session);
    expect(await bench.ask(me, {}, viewer)).toEqual({
      id: session.viewer.id,
      maskedPhone: '+84 ••• ••• 011',
      locale: 'vi',
      roles: ['CITIZEN'],
      citizen: { id: session.viewer.id },
      lab: null,
      checkpoints: [],
    });
    const { accountId } = viewer;
    for (const other of [
      undefined,
      accountViewer(),
      { kind: 'lab', labId: accountId, keyId: accountId, access: 'SUBMIT' } as const,
    ]) {
      expect(await bench.ask(me, {}, other)).toBeNull();
    }
    const entities = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Citizen { id } } }`;
    const of = [{ __typename: 'Citizen', id: accountId }];
    expect(await bench.ask(entities, { of }, viewer)).toEqual([{ id: accountId }]);
    expect(await bench.ask(entities, { of }, admin)).toEqual([null]);
    expect(await bench.refusal(entities, { of })).toBe('UNAUTHENTICATED');
  });
});
