import { AccessTokens } from '@ketqua/platform';
import { testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { developmentLimits } from '../../settings.js';
import {
  adminPhone,
  CitizensBench,
  indexOf,
  otherThan,
  type SessionData,
} from '../../testing/citizens-bench.js';
import { requestOtp, verifyOtp } from '../../testing/operations.js';

interface Challenge {
  __typename: string;
  id: string;
  expiresAt: string;
  resendAfter: string;
  maskedPhone: string;
}
type Answer = SessionData & { attemptsLeft?: number; retryAfter?: number; code?: string };

describe('signing in with a one-time code', () => {
  let bench: CitizensBench;
  const asked = (phone: string) => bench.ask<Challenge>(requestOtp, { input: { phone } });
  const tried = (challengeId: string, code: string) =>
    bench.ask<Answer>(verifyOtp, { input: { challengeId, code } });

  beforeAll(async () => {
    bench = await CitizensBench.open();
  });
  afterAll(() => bench.close());

  it('texts a code, takes it once, and makes the account', async () => {
    const phone = '+84902000001';
    await bench.report(phone);
    const { challengeId, code } = await bench.challenge(phone);
    const session = await tried(challengeId, code);
    expect(session).toMatchObject({
      __typename: 'Session',
      viewer: { maskedPhone: '+84 ••• ••• 001', roles: ['CITIZEN'], locale: 'vi' },
    });
    const { viewer, issuedAt, expiresAt } = await new AccessTokens(testKey).read(session.accessToken);
    expect(viewer).toMatchObject({
      kind: 'account',
      accountId: session.viewer.id,
      roles: ['CITIZEN'],
      phoneIndex: indexOf(phone),
      labId: null,
      checkpointIds: [],
    });
    const lifetime = expiresAt.getTime() - issuedAt.getTime();
    expect(Math.abs(lifetime - 900_000)).toBeLessThan(1_000);
    expect(session.expiresAt).toBe(expiresAt.toISOString());
    expect(await tried(challengeId, code)).toMatchObject({ code: 'OTP_EXPIRED' });
    const again = await bench.signIn(phone);
    expect(again.viewer.id).toBe(session.viewer.id);
  });

  it('reads a phone as people write it, and says which one it cannot read without repeating it', async () => {
    expect((await asked('090 100 00 01')).maskedPhone).toBe((await asked(adminPhone)).maskedPhone);
    for (const phone of ['', '77', 'Nguyễn', '0901 000 001 999 888']) {
      const answer = await bench.ask(requestOtp, { input: { phone } });
      expect(answer).toMatchObject({ code: 'INVALID_PHONE', path: ['input', 'phone'] });
      if (phone) expect(JSON.stringify(answer)).not.toContain(phone);
    }
  });

  it('answers alike for a known and an unknown phone, and texts only the known one', async () => {
    const [known, unknown] = ['+84902000777', '+84903000777'];
    await bench.report(known);
    await bench.challenge(known);
    const [first, second] = [await asked(known), await asked(unknown)];
    const bare = ({ id, expiresAt, resendAfter, ...rest }: Challenge) => ({
      ...rest,
      id: id.length,
      lifetime: Date.parse(expiresAt) - Date.parse(resendAfter),
    });
    expect(bare(second)).toEqual(bare(first));
    for (const attemptsLeft of [4, 3, 2, 1]) {
      const expected = { __typename: 'OtpIncorrectError', attemptsLeft, code: 'OTP_INCORRECT' };
      expect(await tried(second.id, '123456')).toMatchObject(expected);
    }
    expect(await tried(second.id, '123456')).toMatchObject({ code: 'OTP_LOCKED' });
    await expect
      .poll(
        () =>
          bench.database
            .query<{ n: string }>(
              "select count(*) as n from citizens_jobs.job where name = 'start-verification' and state in ('created', 'active', 'retry')",
            )
            .then(([row]) => Number(row!.n)),
        { timeout: 15_000 },
      )
      .toBe(0);
    expect(await bench.messagesTo(unknown)).toEqual([]);
    expect(await bench.messagesTo(known)).toHaveLength(2);
  });

  it('waits for a report that is on its way', async () => {
    const phone = '+84902000003';
    await asked(phone);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await bench.report(phone);
    await expect.poll(async () => (await bench.messagesTo(phone)).length, { timeout: 10_000 }).toBe(1);
  });

  it('locks after the fifth wrong code, for good', async () => {
    const { challengeId, code } = await bench.challenge(adminPhone);
    const answers: Answer[] = [];
    for (let tries = 0; tries < 5; tries++) answers.push(await tried(challengeId, otherThan(code)));
    expect(answers.map(({ attemptsLeft }) => attemptsLeft)).toEqual([4, 3, 2, 1, undefined]);
    expect(answers[4]).toMatchObject({ code: 'OTP_LOCKED' });
    expect(answers[4]!.retryAfter).toBeGreaterThan(0);
    expect(await tried(challengeId, code)).toMatchObject({ code: 'OTP_LOCKED' });
  });

  it('judges at most five of many guesses at once, and none after the lock', async () => {
    const { challengeId, code } = await bench.challenge(adminPhone);
    const answers = await Promise.all(Array.from({ length: 20 }, () => tried(challengeId, otherThan(code))));
    const left = answers
      .filter(({ code }) => code === 'OTP_INCORRECT')
      .map(({ attemptsLeft }) => attemptsLeft);
    expect(left.sort()).toEqual([1, 2, 3, 4]);
    expect(answers.filter(({ code }) => code === 'OTP_LOCKED')).toHaveLength(16);
    expect(await tried(challengeId, code)).toMatchObject({ code: 'OTP_LOCKED' });
    const [row] = await bench.database.query('select attempts from citizens.challenge where id = $1', [
      challengeId,
    ]);
    expect(row).toEqual({ attempts: 5 });
  });

  it('gives one session to the right code that comes many times at once', async () => {
    const { challengeId, code } = await bench.challenge(adminPhone);
    const answers = await Promise.all(Array.from({ length: 4 }, () => tried(challengeId, code)));
    expect(answers.filter(({ __typename }) => __typename === 'Session')).toHaveLength(1);
  });

  it('takes no code after ten minutes, nor for a challenge that is none', async () => {
    const { challengeId, code } = await bench.challenge(adminPhone);
    await bench.database.query(
      "update citizens.challenge set expires_at = now() - interval '1 s' where id = $1",
      [challengeId],
    );
    const expired = await tried(challengeId, code);
    expect(expired).toMatchObject({ __typename: 'OtpExpiredError', code: 'OTP_EXPIRED' });
    for (const id of ['none', indexOf(adminPhone), '0192f0c1-2d3e-7abc-8def-0123456789ab']) {
      expect(await tried(id, code)).toEqual(expired);
    }
  });

  it('says nothing of phone or code when something breaks', async () => {
    const { challengeId, code } = await bench.challenge(adminPhone);
    const typed = { phone: adminPhone, challengeId, code };
    const wrongType = await bench.run(requestOtp, { input: { phone: Number(adminPhone) } });
    expect(wrongType.errors).toHaveLength(1);
    await bench.database.query('alter table citizens.challenge rename to mislaid');
    const broken = [
      await bench.run(requestOtp, { input: { phone: typed.phone } }),
      await bench.run(verifyOtp, { input: { challengeId, code } }),
    ];
    await bench.database.query('alter table citizens.mislaid rename to challenge');
    for (const { errors } of broken) expect(errors?.[0]?.extensions?.code).toBe('INTERNAL_SERVER_ERROR');
    expect(bench.logged.match(/unforeseen error/g)).toHaveLength(2);
    const told = JSON.stringify([wrongType.errors, broken]) + bench.logged;
    expect(told).not.toContain(adminPhone.slice(3));
    expect(told).not.toContain(code);
    expect((await tried(challengeId, code)).__typename).toBe('Session');
  });

  it('keeps neither phone nor code in the clear', async () => {
    await bench.challenge(adminPhone);
    const tables = ['account', 'known_phone', 'challenge', 'development_message', 'own_code'];
    for (const table of tables) {
      const rows = await bench.database.query<{ row: string }>(
        `select encode(convert_to(${table}::text, 'UTF8'), 'escape') as row from citizens.${table}`,
      );
      expect(rows.length).toBeGreaterThan(0);
      const all = rows.map(({ row }) => row).join('\n');
      for (const phone of [adminPhone.slice(3), '902000001']) {
        expect(all).not.toContain(phone);
        expect(all).not.toContain(Buffer.from(phone).toString('hex'));
      }
    }
    const jobs = await bench.database.query<{ data: object }>('select data from citizens_jobs.job');
    expect(jobs.length).toBeGreaterThan(0);
    for (const { data } of jobs) expect(Object.keys(data)).toEqual(['challengeId']);
  });
});

describe('how often a code may be asked for', () => {
  let bench: CitizensBench;
  const limits = { ...developmentLimits, perPhone: 3, perAddress: 6, global: 10, windowSeconds: 600 };
  const ask = (phone: string, address: string) =>
    bench.run(requestOtp, { input: { phone } }, undefined, { address });
  const allowed = async (requests: ReturnType<typeof ask>[]) =>
    (await Promise.all(requests)).filter(({ errors }) => !errors).length;
  const phones = (count: number, from: number) =>
    Array.from({ length: count }, (_, n) => `+8490${String(from + n).padStart(7, '0')}`);

  beforeAll(async () => {
    bench = await CitizensBench.open({ limits });
  });
  afterAll(() => bench.close());

  it('is limited by phone, by address and in all, also for many at once', async () => {
    const [phone] = phones(1, 4_000_000);
    expect(await allowed(Array.from({ length: 8 }, (_, n) => ask(phone!, `p${n}`)))).toBe(3);
    expect(await allowed(phones(9, 5_000_000).map((each) => ask(each, 'one')))).toBe(6);
    expect(await allowed(phones(5, 6_000_000).map((each, n) => ask(each, `a${n}`)))).toBe(1);
    const refused = await ask('+84907000000', 'z');
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED' });
    const { retryAfter } = refused.errors![0]!.extensions as { retryAfter: number };
    expect(retryAfter).toBeGreaterThan(500);
    expect(retryAfter).toBeLessThanOrEqual(600);
  });

  it('begins anew after the window', async () => {
    await bench.database.query('update citizens.rate_limit set expire = expire - 601000');
    expect(await allowed(phones(12, 8_000_000).map((each, n) => ask(each, `w${n}`)))).toBe(10);
  });

  it('keeps no address and no phone in the clear', async () => {
    const rows = await bench.database.query<{ key: string }>('select key from citizens.rate_limit');
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter(({ key }) => !/^[a-z-]+:[\w-]{43}$/.test(key))).toEqual([]);
  });
});
