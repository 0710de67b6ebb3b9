import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labOf, newPhone, sentResult, submit } from './people.js';
import { ProvidedPlatform } from './provided-platform.js';

/** What a challenge allows of checks of its code. */
const allowed = 5;

describe('codes that a provider sends and checks', () => {
  let platform: ProvidedPlatform;
  beforeAll(async () => {
    platform = await ProvidedPlatform.start();
  });
  afterAll(() => platform?.stop());

  const wrong = (code: string, by: number) => String((Number(code) + by) % 1_000_000).padStart(6, '0');
  const challenge = async () => {
    const phone = newPhone();
    await platform.makeKnown(phone);
    return { phone, ...(await platform.codeFor(phone)) };
  };
  const untilUsed = async (phone: string) => {
    for (let waits = 0; waits < 4_000 && platform.provider.codeSentTo(phone); waits++) await pause(5);
  };
  const field = (challengeId: string, code: string) =>
    `verifyOtp(input: { challengeId: "${challengeId}", code: "${code}" }) { __typename ... on UserError { code } }`;
  const aliased = (challengeId: string, code: string, count: number) =>
    Array.from({ length: count }, (_, n) => `g${n}: ${field(challengeId, wrong(code, n + 1))}`).join('\n');

  describe('guessed', () => {
    it('a thousand times in one document or batch reach nobody, and five are counted one by one', async () => {
      const { challengeId, code } = await challenge();
      const before = platform.checks;
      const { door } = platform;
      const thousand = await door.ask(`mutation { ${aliased(challengeId, code, 1_000)} }`);
      expect(thousand.data ?? null).toBeNull();
      const query = `mutation { ${aliased(challengeId, code, 5)} }`;
      const batch = await door.send(JSON.stringify(Array.from({ length: 20 }, () => ({ query }))));
      expect([batch.status, batch.data ?? null]).toEqual([400, null]);
      expect(platform.checks).toBe(before);
      const five = await door.ask(query);
      expect(Object.keys(five.data ?? {})).toHaveLength(5);
      expect(platform.checks).toBeLessThanOrEqual(before + allowed);
      await door.ask(query);
      expect(platform.checks).toBeLessThanOrEqual(before + allowed);
      expect(await platform.verify(challengeId, code)).toMatchObject({ code: 'OTP_LOCKED' });
    });

    it('five thousand times over sockets reach nobody', async () => {
      const { challengeId, code } = await challenge();
      const before = platform.checks;
      const sockets = await Promise.all(
        Array.from({ length: 50 }, () => platform.door.socket({ init: {} }).ready()),
      );
      for (const [lane, socket] of sockets.entries()) {
        for (let n = 0; n < 100; n++) {
          socket.subscribe(String(n), `mutation { ${field(challengeId, wrong(code, lane * 100 + n + 1))} }`);
        }
      }
      await expect
        .poll(
          () =>
            sockets.reduce(
              (sum, { frames }) => sum + frames.filter(({ type }) => type === 'error').length,
              0,
            ),
          {
            timeout: 20_000,
          },
        )
        .toBeGreaterThan(0);
      for (const socket of sockets) socket.close();
      expect(JSON.stringify(sockets.flatMap(({ frames }) => frames))).not.toContain('Otp');
      expect(platform.checks).toBe(before);
      expect(await platform.verify(challengeId, code)).toMatchObject({ __typename: 'Session' });
    });

    const guesses = 1_000;
    it(`${guesses} times over HTTP, from many addresses at once, are checked five times at most`, async () => {
      const { challengeId, code } = await challenge();
      const before = platform.checks;
      const answers: string[] = [];
      let next = 0;
      const lane = async () => {
        for (let n = next++; n < guesses; n = next++) {
          const headers = { 'x-forwarded-for': `203.0.${n % 250}.${Math.floor(n / 250)}` };
          const { text } = await platform.door.ask(`mutation { ${field(challengeId, wrong(code, n + 1))} }`, {
            headers,
          });
          answers.push(text);
        }
      };
      await Promise.all(Array.from({ length: 40 }, lane));
      expect(answers).toHaveLength(guesses);
      expect(answers.filter((text) => text.includes('Session'))).toEqual([]);
      // What the provider did not answer in time, on a machine under load, is forgiven: five times at most.
      const unanswered = answers.filter((text) => text.includes('OTP_UNAVAILABLE')).length;
      expect(unanswered).toBeLessThanOrEqual(allowed);
      expect(platform.checks - before).toBeLessThanOrEqual(allowed + unanswered);
      expect(await platform.verify(challengeId, code)).toMatchObject({ code: 'OTP_LOCKED' });
    }, 120_000);
  });

  describe('of a provider that is down', () => {
    it('are not judged: whoever typed one is told so, and tries the same code again', async () => {
      const { challengeId, code } = await challenge();
      for (const fault of [
        { kind: 'hang' },
        { kind: 'reset' },
        { kind: 'malformed' },
        { kind: 'problem', status: 500, title: 'Internal Server Error' },
        { kind: 'problem', status: 429, title: 'Too Many Requests' },
      ] as const) {
        platform.provider.failNext(fault);
        const { code: told, message } = await platform.verify(challengeId, code);
        expect(told, JSON.stringify(fault)).toBe('OTP_UNAVAILABLE');
        expect(message).toMatch(/again/);
      }
      expect(await platform.verify(challengeId, code)).toMatchObject({ __typename: 'Session' });
    });

    it('come when it is back: who asked has a challenge meanwhile, and answers it', async () => {
      const phone = newPhone();
      await platform.makeKnown(phone);
      platform.provider.failNext({ kind: 'hang' }, { kind: 'problem', status: 503, title: 'Unavailable' });
      const { challengeId, code } = await platform.codeFor(phone);
      await expect.poll(async () => (await platform.verify(challengeId, code)).__typename).toBe('Session');
    });
  });

  describe('where our own process dies', () => {
    it('before the provider has judged: the same code is good after the restart', async () => {
      const { challengeId, code } = await challenge();
      const before = platform.checks;
      platform.provider.failNext({ kind: 'hang' });
      const unanswered = platform.verify(challengeId, code).catch(() => 'nothing');
      await expect.poll(() => platform.checks, { interval: 5 }).toBe(before + 1);
      await platform.crash('citizens');
      await unanswered;
      await platform.launch();
      expect(await platform.verify(challengeId, code)).toMatchObject({ __typename: 'Session' });
    });

    it('after the provider took the code: it is used up, and a new one is to be had at once', async () => {
      const { phone, challengeId, code } = await challenge();
      platform.provider.failNext({ kind: 'unheard', of: platform.provider.runningFor(phone)!.requestId });
      const unanswered = platform.verify(challengeId, code).catch(() => 'nothing');
      await untilUsed(phone);
      expect(platform.provider.codeSentTo(phone)).toBeUndefined();
      await platform.crash('citizens');
      await unanswered;
      await platform.launch();
      expect((await platform.verify(challengeId, code)).code).toMatch(/^OTP_(INCORRECT|EXPIRED)$/);
      const again = await platform.codeFor(phone);
      expect(await platform.verify(again.challengeId, again.code)).toMatchObject({ __typename: 'Session' });
    });
  });

  it('let a person in whose certificate was being issued as the process died: there is one, and it is given again', async () => {
    const phone = newPhone();
    const patient = { fullName: 'Đặng Thị Sáu', dateOfBirth: '1977-07-07', sex: 'FEMALE', phone };
    const receipt = await submit(await labOf(platform), [sentResult(phone, { patient })]);
    const { resultId } = receipt.rows[0]!;
    const { token } = await platform.signIn(phone);
    const { door } = platform;
    const people = await door.ask('{ me { citizen { people { id } } } }', { token });
    const [{ id: personId }] = (people.data as never as { me: { citizen: { people: [{ id: string }] } } }).me
      .citizen.people;
    await door.call('claimPerson', '... on Person { id }', { personId, dateOfBirth: '1977-07-07' }, token);
    const issue = () => door.call('issueQrToken', '... on QrToken { id payload }', { resultId }, token);
    for (const wait of [2, 12]) {
      const unanswered = Array.from({ length: 4 }, () => issue().catch(() => undefined));
      await new Promise((resolve) => setTimeout(resolve, wait));
      await platform.crash('results');
      await Promise.all(unanswered);
      await platform.launch();
    }
    const [one, other] = [await issue(), await issue()];
    expect(one).toMatchObject({ __typename: 'QrToken', id: other.id, payload: other.payload });
    const query = `{ testResult(id: "${resultId}") { qrTokens { id status } } }`;
    const { data } = await door.ask(query, { token });
    expect(data).toEqual({ testResult: { qrTokens: [{ id: one.id, status: 'ACTIVE' }] } });
  });
});
