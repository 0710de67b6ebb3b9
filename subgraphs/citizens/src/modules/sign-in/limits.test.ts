import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { developmentLimits } from '../../settings.js';
import { adminPhone, CitizensBench, otherThan, type SessionData } from '../../testing/citizens-bench.js';
import { requestOtp, verifyOtp } from '../../testing/operations.js';
import { VonageDouble } from '../../testing/vonage-double.js';

type Answer = SessionData & { id: string; code?: string; attemptsLeft?: number; retryAfter?: number };

const verificationOf = async (bench: CitizensBench, id: string) =>
  (
    await bench.database.query<{ verification_id: string | null }>(
      'select verification_id from citizens.challenge where id = $1',
      [id],
    )
  )[0]!.verification_id;

describe('how many wrong codes a phone may have', () => {
  let vonage: VonageDouble;
  let bench: CitizensBench;
  const limits = { ...developmentLimits, failuresPerDay: 10, failuresPerMonth: 15 };

  beforeAll(async () => {
    vonage = await VonageDouble.open();
    bench = await CitizensBench.open({ vonage: vonage.settings, limits });
  });
  afterEach(() => vonage.expireAll());
  afterAll(async () => {
    await bench.close();
    await vonage.close();
  });

  const asked = async (phone: string, isKnown = true, deviceToken?: string) => {
    const { id } = await bench.ask<Answer>(requestOtp, { input: { phone, deviceToken } });
    if (isKnown) await expect.poll(() => verificationOf(bench, id), { timeout: 10_000 }).not.toBeNull();
    return id;
  };
  const tried = (challengeId: string, code: string, deviceToken?: string) =>
    bench.ask<Answer>(verifyOtp, { input: { challengeId, code, deviceToken } });
  const checks = () =>
    vonage.received.filter(({ method, path }) => method === 'POST' && /^\/v2\/verify\/./.test(path)).length;
  const refusalOf = async (phone: string, deviceToken?: string) =>
    (await bench.run(requestOtp, { input: { phone, deviceToken } })).errors?.[0]?.extensions;

  it('is ten in a day however many codes are asked for and tried at once, and the same for an unknown phone', async () => {
    const [known, unknown] = ['+84902300001', '+84903300001'];
    await bench.report(known);
    const signedIn = await tried(await asked(known), vonage.codeOf(known));
    const { deviceToken } = signedIn;
    const told: Record<string, string[]> = {};
    for (const phone of [known, unknown]) {
      const before = checks();
      const ids = [1, 2, 3, 4].map(() => asked(phone, phone === known));
      const guesses = (await Promise.all(ids)).flatMap((id) => Array.from({ length: 10 }, () => id));
      const wrong = phone === known ? otherThan(vonage.codeOf(known)) : '123456';
      const answers = await Promise.all(guesses.map((id) => tried(id, wrong)));
      told[phone] = answers.map(({ __typename, code }) => `${__typename} ${code}`).sort();
      expect(await refusalOf(phone)).toMatchObject({ code: 'RATE_LIMITED' });
      // The provider is asked about either, and as often.
      expect(checks() - before).toBeLessThanOrEqual(10);
      expect(checks() - before).toBeGreaterThanOrEqual(8);
    }
    expect(new Set(told[unknown])).toEqual(new Set(told[known]));
    // The owner's own device is another matter, whatever a stranger burnt.
    const mine = await asked(known, true, deviceToken);
    expect((await tried(mine, otherThan(vonage.codeOf(known)), deviceToken)).code).toBe('OTP_INCORRECT');
    expect((await tried(mine, vonage.codeOf(known), deviceToken)).__typename).toBe('Session');
    // A device that is none, and another's, are not.
    for (const token of ['A'.repeat(43), undefined]) {
      expect(await refusalOf(known, token)).toMatchObject({ code: 'RATE_LIMITED' });
    }
  });

  it('asks the provider of a known and of an unknown phone the same, try by try', async () => {
    const [known, unknown] = ['+84902300005', '+84903300005'];
    await bench.report(known);
    const traces: Record<string, unknown[]> = {};
    for (const phone of [known, unknown]) {
      const id = await asked(phone, phone === known);
      const wrong = phone === known ? otherThan(vonage.codeOf(known)) : '123456';
      const trace: unknown[] = [];
      for (const code of [
        wrong,
        'letters',
        '12345',
        wrong,
        ` ${wrong.slice(0, 3)}-${wrong.slice(3)} `,
        wrong,
      ]) {
        const before = vonage.received.length;
        const { __typename, code: told, attemptsLeft } = await tried(id, code);
        const asks = vonage.received.slice(before).map(({ method, path, body }) => ({
          method,
          path: path.replace(/[\da-f-]{36}$/, 'ID'),
          fields: Object.keys(body),
        }));
        trace.push({ __typename, told, attemptsLeft, asks });
      }
      traces[phone] = trace;
    }
    expect(traces[unknown]).toEqual(traces[known]);
    const asks = (traces[known] as { asks: unknown[] }[]).map((each) => each.asks.length);
    expect(asks).toEqual([1, 0, 0, 1, 1, 0]);
  });

  it('refuses the right code, too, and says when to come back', async () => {
    const phone = '+84902300002';
    await bench.report(phone);
    const ids = [await asked(phone), await asked(phone), await asked(phone)];
    const code = vonage.codeOf(phone);
    for (const id of ids.slice(0, 2)) for (let n = 0; n < 5; n++) await tried(id, 'letters');
    const locked = await tried(ids[2]!, code);
    expect(locked).toMatchObject({ __typename: 'OtpLockedError', code: 'OTP_LOCKED' });
    expect(locked.retryAfter).toBeGreaterThan(86_000);
    // The next day five more are left of the month.
    await bench.database.query("update citizens.rate_limit set expire = 1 where key like 'failure-day%'");
    expect((await tried(ids[2]!, code)).__typename).toBe('Session');
    const next = await asked(phone);
    for (let n = 0; n < 5; n++) await tried(next, 'letters');
    await bench.database.query("update citizens.rate_limit set expire = 1 where key like 'failure-day%'");
    const { retryAfter } = (await refusalOf(phone)) ?? {};
    expect(retryAfter ?? 0).toBeGreaterThan(0);
  });

  it('counts no right code, and none that the provider did not judge', async () => {
    const phone = '+84902300003';
    await bench.report(phone);
    for (let n = 0; n < 12; n++) {
      expect((await tried(await asked(phone), vonage.codeOf(phone))).__typename).toBe('Session');
    }
    const id = await asked(phone);
    vonage.failNext({ kind: 'problem', status: 503, title: 'x' });
    expect((await tried(id, vonage.codeOf(phone))).code).toBe('OTP_UNAVAILABLE');
    expect((await tried(id, vonage.codeOf(phone))).__typename).toBe('Session');
  });

  it('asks the same of the database for a known and an unknown phone', async () => {
    const [known, unknown] = ['+84902300004', '+84903300004'];
    await bench.report(known);
    const statements = async (phone: string) => {
      const id = await asked(phone, phone === known);
      const seen: string[] = [];
      const { query } = bench.database;
      const spy = vi.spyOn(bench.database, 'query').mockImplementation((sql, parameters) => {
        // What the job counts comes after the answer.
        const limit = String(parameters?.[0]).split(':')[0]!;
        if (sql.includes('rate_limit') && !limit.startsWith('text-')) seen.push(`${limit} ${sql}`);
        return query.call(bench.database, sql, parameters) as never;
      });
      await bench.ask(requestOtp, { input: { phone } });
      await tried(id, '000000');
      spy.mockRestore();
      return seen;
    };
    const [of, other] = [await statements(known), await statements(unknown)];
    expect(of.length).toBeGreaterThanOrEqual(7);
    expect(other).toEqual(of);
  });
});

describe('from where codes are asked for', () => {
  let bench: CitizensBench;
  beforeAll(async () => {
    const limits = { ...developmentLimits, perSubnet: 3, perNetwork: 5 };
    bench = await CitizensBench.open({ limits });
  });
  afterAll(() => bench.close());

  const allowed = async (addresses: string[]) => {
    let answered = 0;
    for (const [n, address] of addresses.entries()) {
      const input = { phone: `+8490${4_000_000 + n}` };
      if (!(await bench.run(requestOtp, { input }, undefined, { address })).errors) answered++;
    }
    return answered;
  };

  it('is limited by the network of an address', async () => {
    expect(await allowed(Array.from({ length: 6 }, (_, n) => `203.0.113.${n}`))).toBe(3);
    expect(await allowed(['203.0.114.1'])).toBe(1);
    expect(await allowed(Array.from({ length: 6 }, (_, n) => `2001:db8:1:1::${n + 1}`))).toBe(3);
    expect(await allowed(Array.from({ length: 6 }, (_, n) => `2001:db8:1:${n + 2}::1`))).toBe(2);
    expect(await allowed(['2001:db8:2::1'])).toBe(1);
  });
});

describe('what texts with codes may cost', () => {
  let bench: CitizensBench;
  let last = 400_000;
  const texts = {
    perHour: 100,
    perDay: 14,
    leastSent: 5,
    leastShare: 0.4,
    patienceSeconds: 0,
    restSeconds: 900,
    probes: 2,
  };
  beforeAll(async () => {
    bench = await CitizensBench.open({ texts });
  });
  afterAll(() => bench.close());

  const jobsLeft = async (at: CitizensBench) => {
    const [row] = await at.database.query<{ n: number }>(
      `select count(*)::int as n from citizens_jobs.job
        where name = 'start-verification' and state in ('created', 'active', 'retry')`,
    );
    return row!.n;
  };
  /** Whether a code came. */
  const cameAt = async (at: CitizensBench, phone: string, input: object = {}) => {
    const { id } = await at.ask<Answer>(requestOtp, { input: { phone, ...input } });
    await expect.poll(() => jobsLeft(at)).toBe(0);
    return (await verificationOf(at, id)) !== null;
  };
  const came = (phone: string, input: object = {}) => cameAt(bench, phone, input);
  const newPhone = async () => {
    const phone = `+84902${last++}`;
    await bench.report(phone);
    return phone;
  };
  const breaker = async () =>
    (await bench.database.query<{ state: string }>('select state from citizens.text_breaker'))[0]!.state;
  const rested = () =>
    bench.database.query("update citizens.text_breaker set since = since - interval '901 s'");

  it('stops when few codes are used, save for known devices and roles, and goes on when they are', async () => {
    const owner = await newPhone();
    const { deviceToken } = await bench.signIn(owner);
    for (let n = 0; n < 4; n++) expect(await came(await newPhone())).toBe(true);
    expect(await came(await newPhone())).toBe(false);
    expect(await breaker()).toBe('OPEN');
    expect(await bench.ask('{ textBreaker }')).toBe('OPEN');
    expect(bench.logged).toContain('TEXTS_NOT_USED');
    expect(bench.logged.match(/TEXTS_NOT_USED/g)).toHaveLength(1);
    expect(await came(await newPhone())).toBe(false);
    expect(await came(owner)).toBe(false);
    expect(await came(owner, { deviceToken })).toBe(true);
    expect(await came(adminPhone)).toBe(true);
    await rested();
    // Two are tried; they are not used, and it is open again.
    expect([await came(await newPhone()), await came(await newPhone())]).toEqual([true, true]);
    expect([await came(await newPhone()), await breaker()]).toEqual([false, 'OPEN']);
    await rested();
    await bench.signIn(await newPhone());
    await bench.signIn(await newPhone());
    expect([await came(await newPhone()), await breaker()]).toEqual([true, 'CLOSED']);
  });

  it('is no crowd where one phone asks again and again, and never stays half open for want of probes', async () => {
    const own = await CitizensBench.open({ texts: { ...texts, perDay: 1_000 } });
    const query = own.database.query.bind(own.database);
    const state = async () =>
      (await query<{ state: string }>('select state from citizens.text_breaker'))[0]!.state;
    const ask = (phone: string) => cameAt(own, phone);
    const phone = `+84902${last++}`;
    await own.report(phone);
    for (let n = 0; n < 9; n++) expect(await ask(phone)).toBe(true);
    expect(await state()).toBe('CLOSED');
    // Half open, with its probes taken by codes that never went out: after a rest others are tried.
    await query("update citizens.text_breaker set state = 'HALF_OPEN', since = now(), probes = 2");
    expect([await ask(phone), await state()]).toEqual([false, 'HALF_OPEN']);
    await query("update citizens.text_breaker set since = now() - interval '7 hours'");
    await query("update citizens.challenge set sent_at = sent_at - interval '8 hours'");
    expect([await ask(phone), await state()]).toEqual([true, 'HALF_OPEN']);
    await own.close();
  });

  it('has a budget, whose end is told once', async () => {
    const sent: boolean[] = [];
    for (let n = 0; n < 6; n++) {
      const phone = await newPhone();
      const isSent = await came(phone);
      sent.push(isSent);
      await bench.database.query('update citizens.challenge set ended_at = now() where ended_at is null');
    }
    expect(sent.filter(Boolean).length).toBeLessThan(6);
    expect(sent.at(-1)).toBe(false);
    expect(bench.logged.match(/TEXT_BUDGET_SPENT/g)).toHaveLength(1);
    expect(await came(adminPhone)).toBe(true);
  });
});
