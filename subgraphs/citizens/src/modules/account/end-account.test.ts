import { AccessTokens, type AccountViewer } from '@ketqua/platform';
import { testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminPhone, CitizensBench, type SessionData } from '../../testing/citizens-bench.js';
import { endAccount, grantRole, me, refreshSession, revokeRole } from '../../testing/operations.js';

interface Answer {
  readonly __typename: string;
  readonly code?: string;
  readonly endedSessions?: number;
  readonly deleted?: string[];
  readonly kept?: { what: string; why: string }[];
}

describe('the end of an account', () => {
  let bench: CitizensBench;
  const viewerOf = async ({ accessToken }: SessionData) =>
    (await new AccessTokens(testKey).read(accessToken)).viewer as AccountViewer;
  const end = (viewer: AccountViewer, input: object = {}) => bench.ask<Answer>(endAccount, { input }, viewer);
  const rowsOf = async (accountId: string) => {
    const [row] = await bench.database.query<{ rows: string }>(
      `select (select count(*) from citizens.account where id = $1)
            + (select count(*) from citizens.session where account_id = $1)
            + (select count(*) from citizens.device where account_id = $1) as rows`,
      [accountId],
    );
    return Number(row!.rows);
  };

  beforeAll(async () => {
    bench = await CitizensBench.open();
  });
  afterAll(() => bench.close());

  it('takes a fresh code; deletes what is its own, tells everybody, and says what is kept and why', async () => {
    const phone = '+84902000081';
    await bench.report(phone);
    const sessions = [await bench.signIn(phone), await bench.signIn(phone)];
    const [viewer, elsewhere] = await Promise.all(sessions.map(viewerOf));
    const stale = { ...viewer!, codeVerifiedAt: Math.floor(Date.now() / 1000) - 901 };
    expect(await end(stale)).toMatchObject({
      __typename: 'StepUpRequiredError',
      code: 'STEP_UP_REQUIRED',
    });
    expect(await rowsOf(viewer!.accountId)).toBe(5);
    const ended = await end(viewer!, { locale: 'en' });
    expect(ended).toMatchObject({ __typename: 'EndAccountPayload', endedSessions: 2 });
    expect(ended.kept!.map(({ what, why }) => `${what} ${why}`).join()).toMatch(
      /laboratory.*The law has laboratories keep.*may still be texted/,
    );
    expect(await rowsOf(viewer!.accountId)).toBe(0);
    expect(await bench.topics('account.ended')).toEqual([{ accountId: viewer!.accountId }]);
    expect((await bench.topics('session.ended')).map(({ sessionId }) => sessionId)).toEqual(
      expect.arrayContaining([viewer!.sessionId, elsewhere!.sessionId]),
    );
    const input = { refreshToken: sessions[1]!.refreshToken };
    expect(await bench.ask(refreshSession, { input })).toMatchObject({ code: 'SESSION_EXPIRED' });
    expect(await bench.ask(me, {}, viewer)).toBeNull();
    expect(await bench.refusal(endAccount, { input: {} }, viewer)).toBe('UNAUTHENTICATED');
    // The laboratory's phone may be texted still; its next account is another, on a new device.
    const again = await viewerOf(await bench.signIn(phone, sessions[0]!.deviceToken));
    expect(again.accountId).not.toBe(viewer!.accountId);
    expect(again.deviceId).not.toBe(viewer!.deviceId);
    expect(again.roles).toEqual(['CITIZEN']);
  });

  it('is not for the last ADMIN, also where the last two go at once', async () => {
    const otherPhone = '+84902000082';
    const first = await viewerOf(await bench.signIn(adminPhone));
    expect(await end(first)).toMatchObject({ code: 'LAST_ADMIN' });
    const input = { phone: otherPhone, role: 'ADMIN' };
    await bench.ask(grantRole, { input }, first);
    const second = await viewerOf(await bench.signIn(otherPhone));
    const answers = await Promise.all([end(first), end(second)]);
    expect((await bench.topics('authority.acted')).at(-1)).toMatchObject({
      ...{ act: 'ROLE_REVOKED', subject: { role: 'ADMIN' } },
      actor: expect.stringMatching(/^account /),
    });
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'EndAccountPayload',
      'LastAdminError',
    ]);
    const left = answers[0]!.code
      ? { viewer: first, phone: adminPhone }
      : { viewer: second, phone: otherPhone };
    const { phone } = left;
    await bench.ask(revokeRole, { input: { phone, role: 'ADMIN' } }, left.viewer);
    expect(await end(left.viewer)).toMatchObject({ __typename: 'EndAccountPayload' });
  });

  it('meets a sign-in on the same phone, and one of the two accounts is left whole', async () => {
    const phone = '+84902000083';
    await bench.report(phone);
    const viewer = await viewerOf(await bench.signIn(phone));
    const [session] = await Promise.all([bench.signIn(phone), end(viewer)]);
    const after = await viewerOf(session);
    expect(await rowsOf(viewer.accountId)).toBe(0);
    expect(await rowsOf(after.accountId)).toBe(after.accountId === viewer.accountId ? 0 : 3);
  });
});
