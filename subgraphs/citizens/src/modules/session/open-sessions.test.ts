import { AccessTokens, type AccountViewer, newId } from '@ketqua/platform';
import { testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, CitizensBench, indexOf, type SessionData } from '../../testing/citizens-bench.js';
import { endSession, me, refreshSession, setLocale, signOut, verifyOtp } from '../../testing/operations.js';

interface OpenSession {
  readonly id: string;
  readonly device: string | null;
  readonly isCurrent: boolean;
  readonly code?: string;
}
type Answer = SessionData & { code?: string };

describe('the sessions of an account', () => {
  let bench: CitizensBench;
  const [phone, other] = ['+84902000071', '+84902000072'] as const;
  const viewerOf = async ({ accessToken }: SessionData) =>
    (await new AccessTokens(testKey).read(accessToken)).viewer as AccountViewer;
  const refreshed = (refreshToken: string, more: object = {}) =>
    bench.ask<Answer>(refreshSession, { input: { refreshToken, ...more } });
  const listed = async (viewer: AccountViewer) =>
    (await bench.ask<{ sessions: OpenSession[] }>(
      '{ me { sessions { id device isCurrent beganAt lastUsedAt expiresAt } } }',
      {},
      viewer,
    ))!.sessions;
  const ended = async () => (await bench.topics('session.ended')).map(({ sessionId }) => sessionId);

  beforeAll(async () => {
    bench = await CitizensBench.open();
    await bench.report(phone);
    await bench.report(other);
  });
  afterAll(() => bench.close());

  it('are listed with their devices in plain words, to their account alone', async () => {
    const agent = '<b>x</b> (Linux; Android 10; K) Chrome/124.0 Mobile Safari/537.36';
    const input = await bench.challenge(phone);
    const here = await bench.ask<SessionData>(verifyOtp, { input }, undefined, { agent });
    const there = await bench.signIn(phone);
    const theirs = await bench.signIn(other);
    const [mine, elsewhere] = [await viewerOf(here), await viewerOf(there)];
    const sessions = await listed(mine);
    expect(sessions.map(({ id }) => id)).toEqual([elsewhere.sessionId, mine.sessionId]);
    expect(sessions[0]).toMatchObject({ device: null, isCurrent: false });
    expect(sessions[1]).toMatchObject({ device: 'Chrome, Android', isCurrent: true });
    expect((await listed(await viewerOf(theirs))).map(({ isCurrent }) => isCurrent)).toEqual([true]);
  });

  it("end one by one, and nobody ends another's, or tells it from one that there never was", async () => {
    const [here, there] = [await bench.signIn(phone), await bench.signIn(phone)];
    const theirs = await viewerOf(await bench.signIn(other));
    const [mine, lost] = [await viewerOf(here), await viewerOf(there)];
    const end = (id: string, viewer?: AccountViewer) =>
      bench.ask<OpenSession>(endSession, { input: { id } }, viewer);
    const refusals = [
      await end(theirs.sessionId, mine),
      await end(newId(), mine),
      await end("' or true --", mine),
      await end(lost.sessionId, { ...admin, accountId: newId() }),
    ];
    expect(new Set(refusals.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(refusals[0]).toMatchObject({ code: 'NOT_FOUND' });
    expect(await ended()).not.toContain(theirs.sessionId);
    expect(await end(lost.sessionId, mine)).toMatchObject({ id: lost.sessionId, isCurrent: false });
    expect(await ended()).toContain(lost.sessionId);
    expect(await refreshed(there.refreshToken)).toMatchObject({ code: 'SESSION_EXPIRED' });
    expect(await end(lost.sessionId, mine)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await bench.refusal(endSession, { input: { id: mine.sessionId } })).toBe('UNAUTHENTICATED');
    // The device is forgotten with it.
    const again = await viewerOf(await bench.signIn(phone, there.deviceToken));
    expect(again.deviceId).not.toBe(lost.deviceId);
  });

  it('are one for a device: the next sign-in there ends what was left; a sign-out forgets the device', async () => {
    const first = await bench.signIn(phone);
    const second = await bench.signIn(phone, first.deviceToken);
    expect(await refreshed(first.refreshToken)).toMatchObject({ code: 'SESSION_EXPIRED' });
    const viewer = await viewerOf(second);
    expect(await ended()).not.toContain(viewer.sessionId);
    await bench.ask(signOut, { input: {} }, viewer);
    const third = await viewerOf(await bench.signIn(phone, first.deviceToken));
    expect(third.deviceId).not.toBe(viewer.deviceId);
  });

  it('go on with a code that their own viewer verified, and their refresh tokens of before are used up', async () => {
    const session = await bench.signIn(phone);
    const before = await viewerOf(session);
    await bench.database.query(
      "update citizens.session set code_verified_at = now() - interval '1 hour' where id = $1",
      [before.sessionId],
    );
    const input = await bench.challenge(phone);
    const { deviceToken, refreshToken } = session;
    const renewed = await bench.ask<SessionData>(verifyOtp, { input }, before, { deviceToken, refreshToken });
    const after = await viewerOf(renewed);
    expect({ ...after, codeVerifiedAt: 0 }).toEqual({ ...before, codeVerifiedAt: 0 });
    expect(after.codeVerifiedAt).toBeGreaterThanOrEqual(before.codeVerifiedAt);
    // The page did not hear of it: it is told again.
    expect((await refreshed(refreshToken, { deviceToken })).refreshToken).toBe(renewed.refreshToken);
    expect((await refreshed(renewed.refreshToken)).__typename).toBe('Session');
    expect(await refreshed(refreshToken)).toMatchObject({ code: 'SESSION_EXPIRED' });
  });

  it("do not go on with a code of another phone, with another's session, or on another device", async () => {
    const mine = await viewerOf(await bench.signIn(phone));
    const verified = async (of: string, viewer: AccountViewer, more: object = {}) => {
      const input = await bench.challenge(of);
      return viewerOf(await bench.ask<SessionData>(verifyOtp, { input }, viewer, more));
    };
    const theirs = await verified(other, mine);
    expect(theirs.accountId).not.toBe(mine.accountId);
    expect(theirs.sessionId).not.toBe(mine.sessionId);
    const crossed = await verified(phone, { ...mine, sessionId: theirs.sessionId });
    expect(crossed.sessionId).not.toBe(theirs.sessionId);
    const { deviceToken } = await bench.signIn(phone);
    const moved = await verified(phone, mine, { deviceToken });
    expect(moved.sessionId).not.toBe(mine.sessionId);
    expect(moved.deviceId).not.toBe(mine.deviceId);
  });

  it('survive an answer that was lost, asked for again at once by their device', async () => {
    const { refreshToken, deviceToken } = await bench.signIn(phone);
    const answers = await Promise.all([1, 2, 3].map(() => refreshed(refreshToken, { deviceToken })));
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    const next = await refreshed(answers[0]!.refreshToken, { deviceToken });
    expect(next.__typename).toBe('Session');
    // Its successor was used: whoever still has the first one is not its device.
    expect(await refreshed(refreshToken, { deviceToken })).toMatchObject({ code: 'SESSION_EXPIRED' });
    expect(await refreshed(next.refreshToken, { deviceToken })).toMatchObject({ code: 'SESSION_EXPIRED' });
  });

  it('end when even their own device asks again and again for one answer', async () => {
    const { refreshToken, deviceToken } = await bench.signIn(phone);
    for (let asked = 0; asked < 4; asked += 1) {
      expect((await refreshed(refreshToken, { deviceToken })).__typename).toBe('Session');
    }
    expect(await refreshed(refreshToken, { deviceToken })).toMatchObject({ code: 'SESSION_EXPIRED' });
  });

  it('end when a stolen token comes again: without the device, with another, or late', async () => {
    const stranger = await bench.signIn(other);
    for (const steal of [
      () => ({}),
      () => ({ deviceToken: stranger.deviceToken }),
      async ({ deviceToken }: SessionData) => {
        await bench.database.query("update citizens.refresh_token set used_at = used_at - interval '61 s'");
        return { deviceToken };
      },
    ]) {
      const session = await bench.signIn(phone);
      const next = await refreshed(session.refreshToken);
      expect(await refreshed(session.refreshToken, await steal(session))).toMatchObject({
        code: 'SESSION_EXPIRED',
      });
      expect(await refreshed(next.refreshToken)).toMatchObject({ code: 'SESSION_EXPIRED' });
    }
  });

  it('wait for each other in one order, whatever happens to one device at once', async () => {
    const at = '+84902000073';
    await bench.report(at);
    let { deviceToken, refreshToken } = await bench.signIn(at);
    for (let round = 0; round < 8; round++) {
      const current = await bench.signIn(at, deviceToken);
      ({ deviceToken, refreshToken } = current);
      const viewer = await viewerOf(current);
      const codes = [await bench.challenge(at), await bench.challenge(at)];
      // Each of these locks a session and its device, some the account before; nobody is refused by the database.
      await Promise.all([
        ...codes.map((input) => bench.ask(verifyOtp, { input: { ...input, deviceToken } })),
        bench.ask(signOut, { input: { everywhere: true } }, viewer),
        bench.ask(endSession, { input: { id: viewer.sessionId } }, viewer),
        refreshed(refreshToken, { deviceToken }),
        refreshed(refreshToken, { deviceToken }),
        bench.tell('phone.lost', { phoneIndex: indexOf(at) }),
      ]);
    }
    expect(bench.logged).not.toMatch(/deadlock|reading the event log failed/);
    expect((await bench.signIn(at)).__typename).toBe('Session');
  });

  it('are written to in the language that was set', async () => {
    const viewer = await viewerOf(await bench.signIn(phone));
    const set = (locale: string, by?: AccountViewer) =>
      bench.ask<{ locale: string }>(setLocale, { input: { locale } }, by);
    expect(await set('en', viewer)).toMatchObject({ locale: 'en' });
    expect(await bench.ask(me, {}, viewer)).toMatchObject({ locale: 'en' });
    expect(await set('vi', viewer)).toMatchObject({ locale: 'vi' });
    expect(await bench.refusal(setLocale, { input: { locale: 'en' } })).toBe('UNAUTHENTICATED');
    expect(await set('en', { ...viewer, accountId: newId() })).toMatchObject({ code: 'NOT_FOUND' });
  });
});
