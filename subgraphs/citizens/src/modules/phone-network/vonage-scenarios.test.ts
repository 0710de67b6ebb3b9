import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CitizensBench, otherThan, type SessionData } from '../../testing/citizens-bench.js';
import { receiveWebhook, requestOtp, verifyOtp } from '../../testing/operations.js';
import { type Fault, VonageDouble, type Webhook } from '../../testing/vonage-double.js';
import { forgedPerMinute } from './forged-webhooks.js';

interface Row {
  verification_id: string | null;
  delivery: string | null;
}
type Answer = SessionData & { code?: string; attemptsLeft?: number; channels?: string[] };

const problem = (status: number, more: object = {}): Fault => ({
  kind: 'problem',
  status,
  title: 'Error',
  more,
});
let last = 100_000;
const newPhone = () => `+84902${last++}`;

/** Every scenario has a phone of its own, and goes the whole way: our API, the job, Vonage's SDK, the double. */
describe('what a provider may do', () => {
  let vonage: VonageDouble;
  let bench: CitizensBench;

  beforeAll(async () => {
    vonage = await VonageDouble.open();
    bench = await CitizensBench.open({ vonage: { ...vonage.settings, timeoutMilliseconds: 1_000 } });
  });
  afterEach(async () => {
    vonage.recover();
    vonage.expireAll();
    await bench.database.query('update citizens.provider_health set failures = 0');
  });
  afterAll(async () => {
    await bench.close();
    await vonage.close();
  });

  const row = async (id: string): Promise<Row> =>
    (
      await bench.database.query<Row>(
        'select verification_id, delivery from citizens.challenge where id = $1',
        [id],
      )
    )[0]!;
  const ask = (phone: string, more: object = {}) =>
    bench.ask<Answer & { id: string }>(requestOtp, { input: { phone, ...more } });
  const started = async (id: string) => {
    const verification = async () => (await row(id)).verification_id;
    await expect.poll(verification, { timeout: 15_000 }).not.toBeNull();
    return (await verification())!;
  };
  const known = async () => {
    const phone = newPhone();
    await bench.report(phone);
    return phone;
  };
  const sent = async (more: object = {}) => {
    const phone = await known();
    const { id } = await ask(phone, more);
    return { phone, id, requestId: await started(id) };
  };
  const tried = (challengeId: string, code: string) =>
    bench.ask<Answer>(verifyOtp, { input: { challengeId, code } });
  const hear = ({ authorization, body }: Webhook, door = 'verify') =>
    bench.ask<boolean>(receiveWebhook, {
      input: { door, authorization, body: Buffer.from(body).toString('base64') },
    });
  const startsFor = (phone: string) =>
    vonage.received.filter(
      ({ path, body }) => path === '/v2/verify' && JSON.stringify(body).includes(phone.slice(1)),
    );

  describe('with a code', () => {
    it('1 sent: the code signs in', async () => {
      const { phone, id } = await sent();
      expect((await tried(id, vonage.codeOf(phone))).__typename).toBe('Session');
    });

    it('2 delivered late: the code of an earlier text signs in after another was asked for', async () => {
      const { phone, id } = await sent();
      const code = vonage.codeOf(phone);
      const second = await ask(phone);
      await started(second.id);
      expect((await tried(second.id, code)).__typename).toBe('Session');
      expect((await tried(id, code)).code).toBe('OTP_EXPIRED');
    });

    it('3 wrong three times, then right: Vonage still takes it', async () => {
      const { phone, id } = await sent();
      const code = vonage.codeOf(phone);
      for (let tries = 0; tries < 3; tries++) {
        expect((await tried(id, otherThan(code))).attemptsLeft).toBe(4 - tries);
      }
      expect((await tried(id, code)).__typename).not.toBe('OtpLockedError');
    });

    it('4 expired at the provider: a wrong code like any other', async () => {
      const { phone, id } = await sent();
      const code = vonage.codeOf(phone);
      vonage.expireAll();
      expect((await tried(id, code)).code).toBe('OTP_INCORRECT');
    });

    it('5 replayed: a code is right once', async () => {
      const { phone, id } = await sent();
      const code = vonage.codeOf(phone);
      expect((await tried(id, code)).__typename).toBe('Session');
      expect((await tried(id, code)).code).toBe('OTP_EXPIRED');
    });
  });

  describe('with a code that a stranger asked for, too', () => {
    const knownDevice = async () => {
      const { phone, id } = await sent();
      const { deviceToken } = await tried(id, vonage.codeOf(phone));
      return { phone, deviceToken };
    };
    const triedOn = (deviceToken: string, challengeId: string, code: string) =>
      bench.ask<Answer>(verifyOtp, { input: { challengeId, code, deviceToken } });

    it('26 the stranger guesses while a known device waits: one is judged, and the device signs in after a slip', async () => {
      const { phone, deviceToken } = await knownDevice();
      const own = await ask(phone, { deviceToken });
      await started(own.id);
      const strangers = await ask(phone);
      await started(strangers.id);
      const code = vonage.codeOf(phone);
      for (let tries = 0; tries < 4; tries++) {
        expect(await tried(strangers.id, otherThan(code))).toMatchObject({ code: 'OTP_INCORRECT' });
      }
      expect((await triedOn(deviceToken, own.id, otherThan(otherThan(code)))).code).toBe('OTP_INCORRECT');
      expect((await triedOn(deviceToken, own.id, code)).__typename).toBe('Session');
    });

    it('27 the stranger guessed before: the known device has a code of its own, which is not the stranger’s', async () => {
      const { phone, deviceToken } = await knownDevice();
      const strangers = await ask(phone);
      const first = await started(strangers.id);
      const old = vonage.codeOf(phone);
      for (let tries = 0; tries < 3; tries++) await tried(strangers.id, otherThan(old));
      const own = await ask(phone, { deviceToken });
      expect(await started(own.id)).not.toBe(first);
      const code = vonage.codeOf(phone);
      expect((await tried(strangers.id, code)).code).toBe('OTP_INCORRECT');
      expect((await triedOn(deviceToken, own.id, code)).__typename).toBe('Session');
    });
  });

  describe('when it is down', () => {
    const wakes = () =>
      bench.database.query("update citizens.provider_health set failed_at = now() - interval '16 seconds'");

    it('28 nobody is told that a code is on its way, of a known phone and an unknown one alike, until one is sent', async () => {
      const [phone, other, unknown] = [await known(), await known(), newPhone()];
      vonage.failNext(...Array.from({ length: 8 }, () => problem(503)));
      expect((await ask(phone)).__typename).toBe('OtpChallenge');
      await ask(other);
      await expect.poll(async () => (await ask(unknown)).code, { timeout: 15_000 }).toBe('OTP_UNAVAILABLE');
      const answers = [await ask(phone), await ask(unknown)];
      expect(answers.map(({ code }) => code)).toEqual(['OTP_UNAVAILABLE', 'OTP_UNAVAILABLE']);
      vonage.recover();
      await wakes();
      const { id, __typename } = await ask(phone);
      expect(__typename).toBe('OtpChallenge');
      await started(id);
      expect((await ask(unknown)).__typename).toBe('OtpChallenge');
      // What is tried again for the others must not meet what the next scenario has the provider do.
      const waiting = () =>
        bench.database.query(
          "select from citizens_jobs.job where name = 'start-verification' and state in ('created', 'retry', 'active')",
        );
      await expect.poll(async () => (await waiting()).length, { timeout: 20_000 }).toBe(0);
    }, 60_000);
  });

  describe('with a request', () => {
    it.each([
      ['6 answers 401', 401],
      ['7 answers 402', 402],
      ['8 answers 422', 422],
    ])('%s: nothing is tried again, and the page waits in vain alike', async (_name, status) => {
      const phone = await known();
      vonage.failNext(problem(status));
      const { id, __typename } = await ask(phone);
      expect(__typename).toBe('OtpChallenge');
      await expect.poll(() => startsFor(phone).length, { timeout: 10_000 }).toBe(1);
      expect((await tried(id, '123456')).code).toBe('OTP_INCORRECT');
      expect((await row(id)).verification_id).toBeNull();
    });

    it.each<[string, Fault]>([
      ['9 answers 429', problem(429)],
      ['10 answers 500', problem(500)],
      ['11 answers 503', problem(503)],
      ['12 hangs', { kind: 'hang' }],
      ['13 answers what cannot be read', { kind: 'malformed' }],
      ['14 cuts the connection', { kind: 'reset' }],
    ])('%s: it is asked again, and the code comes', async (_name, fault) => {
      const phone = await known();
      vonage.failNext(fault);
      const { id } = await ask(phone);
      await started(id);
      expect(startsFor(phone)).toHaveLength(2);
      expect((await tried(id, vonage.codeOf(phone))).__typename).toBe('Session');
    });

    it('15 answers 409: the code that runs answers this challenge, too', async () => {
      const { phone, requestId } = await sent();
      const second = await ask(phone);
      expect(await started(second.id)).toBe(requestId);
    });

    it('16 does what it was asked, and its answer is lost: the verification that runs is taken over', async () => {
      const phone = await known();
      vonage.failNext({ kind: 'unheard' });
      const { id } = await ask(phone);
      expect(await started(id)).toBe(vonage.runningFor(phone)!.requestId);
      expect((await tried(id, vonage.codeOf(phone))).__typename).toBe('Session');
    });

    it('17 is slow: nobody waits for it', async () => {
      const phone = await known();
      vonage.failNext({ kind: 'slow', milliseconds: 150 });
      const { id } = await ask(phone);
      await started(id);
      expect(startsFor(phone)).toHaveLength(1);
    });
  });

  describe('with a call', () => {
    it('18 after a text: the text makes way, and the new code counts', async () => {
      const { phone, id, requestId } = await sent();
      const old = vonage.codeOf(phone);
      const call = await ask(phone, { channel: 'VOICE', locale: 'en' });
      expect(await started(call.id)).not.toBe(requestId);
      expect(
        vonage.received.some(({ method, path }) => method === 'DELETE' && path.endsWith(requestId)),
      ).toBe(true);
      const running = vonage.runningFor(phone)!;
      expect([running.channel, running.reference]).toEqual(['voice', call.id]);
      expect(startsFor(phone).at(-1)!.body).toMatchObject({ locale: 'en-gb', code_length: 6 });
      expect((await tried(id, old)).code).toBe('OTP_INCORRECT');
      expect((await tried(call.id, vonage.codeOf(phone))).__typename).toBe('Session');
    });

    it('18a after a text: its challenge is answered by the code of the call, which is used for both', async () => {
      const { phone, id } = await sent();
      const call = await ask(phone, { channel: 'VOICE' });
      const requestId = await started(call.id);
      expect(await started(id)).toBe(requestId);
      expect((await tried(id, vonage.codeOf(phone))).__typename).toBe('Session');
      expect((await tried(call.id, '123456')).code).toBe('OTP_EXPIRED');
      expect(startsFor(phone).map(({ body }) => JSON.stringify(body.workflow).includes('voice'))).toEqual([
        false,
        true,
        true,
      ]);
    });

    it('19 after a text that cannot be cancelled: the code of the text stands', async () => {
      const { phone, requestId } = await sent();
      // The start is answered by 409, the cancel refused.
      const conflict = problem(409, { request_id: requestId });
      vonage.failNext(conflict, problem(409));
      const call = await ask(phone, { channel: 'VOICE' });
      expect(await started(call.id)).toBe(requestId);
      expect((await tried(call.id, vonage.codeOf(phone))).__typename).toBe('Session');
    });
  });

  describe('with a webhook', () => {
    it('20 says what came of a code, once: twice changes nothing', async () => {
      const { id, requestId } = await sent();
      const webhook = vonage.webhook(vonage.event(requestId, 'failed'));
      expect(await hear(webhook)).toBe(true);
      const [first] = await bench.database.query(
        'select delivered_at from citizens.challenge where id = $1',
        [id],
      );
      expect(await hear(webhook)).toBe(true);
      const again = await bench.database.query('select delivered_at from citizens.challenge where id = $1', [
        id,
      ]);
      expect(again).toEqual([first]);
      expect((await row(id)).delivery).toBe('FAILED');
    });

    it('21 comes before the answer to our own request: it is applied by our reference', async () => {
      const phone = await known();
      vonage.failNext({ kind: 'hang' }, { kind: 'hang' });
      const { id } = await ask(phone);
      await expect.poll(() => startsFor(phone).length, { timeout: 10_000 }).toBe(1);
      const requestId = 'c11236f4-00bf-4b89-84ba-88b25df97315';
      expect(await hear(vonage.webhook(vonage.event(requestId, 'expired', { client_ref: id })))).toBe(true);
      expect(await row(id)).toEqual({ verification_id: requestId, delivery: 'EXPIRED' });
    });

    it('22 a summary after the end takes nothing back', async () => {
      const { id, requestId } = await sent();
      await hear(vonage.webhook(vonage.event(requestId, 'completed')));
      await hear(vonage.webhook(vonage.summary(requestId, 'expired')));
      expect((await row(id)).delivery).toBe('COMPLETED');
    });

    it('23 a forged one is refused, and nothing is applied', async () => {
      const { id, requestId } = await sent();
      const said = vonage.event(requestId, 'blocked');
      const honest = vonage.webhook(said);
      const unsigned = `Bearer ${[
        ...honest.authorization
          .slice(7)
          .split('.')
          .slice(0, 2)
          .map((part, n) => (n ? part : Buffer.from('{"alg":"none"}').toString('base64url'))),
        '',
      ].join('.')}`;
      const hour = Math.floor(Date.now() / 1000) - 3_600;
      const forged: Webhook[] = [
        vonage.webhook(said, { secret: 'another secret of thirty-two chars' }),
        vonage.webhook(said, { head: { alg: 'none' } }),
        vonage.webhook(said, { head: { alg: 'RS256' } }),
        { ...honest, authorization: unsigned },
        { ...honest, authorization: '' },
        { ...honest, authorization: honest.authorization.slice(7) },
        { ...honest, body: honest.body.replace('blocked', 'failed') },
        { ...honest, body: `${honest.body} ` },
        vonage.webhook(said, { claims: { payload_hash: undefined } }),
        vonage.webhook(said, { claims: { payload_hash: '' } }),
        vonage.webhook(said, { claims: { iat: hour } }),
        vonage.webhook(said, { claims: { iat: hour + 7_200 } }),
        vonage.webhook(said, { claims: { iat: undefined } }),
        vonage.webhook(said, { claims: { api_key: 'another' } }),
        vonage.webhook(said, { claims: { application_id: id } }),
      ];
      for (const [n, webhook] of forged.entries()) expect([n, await hear(webhook)]).toEqual([n, false]);
      expect((await row(id)).delivery).toBeNull();
      expect(await hear(honest)).toBe(true);
    });

    it('23a forged ones are judged thirty times a minute from one address, then none from there, and others are', async () => {
      const { id, requestId } = await sent();
      const [attacker, honest] = ['203.0.113.77', '203.0.113.78'];
      const said = vonage.event(requestId, 'completed');
      const from = async (address: string, webhook: Webhook) => {
        const input = {
          door: 'verify',
          authorization: webhook.authorization,
          body: Buffer.from(webhook.body).toString('base64'),
        };
        const { data, errors } = await bench.run(receiveWebhook, { input }, undefined, { address });
        return errors?.[0]?.extensions ?? data?.receiveWebhook;
      };
      const forged = vonage.webhook(said, { secret: 'another secret of thirty-two chars' });
      const answers = await Promise.all(Array.from({ length: 100 }, () => from(attacker, forged)));
      expect(answers.filter((answer) => answer === false)).toHaveLength(forgedPerMinute);
      // Not even a right one is judged from there: nothing is computed of what comes.
      const { code, retryAfter } = (await from(attacker, vonage.webhook(said))) as Record<string, unknown>;
      expect(code).toBe('RATE_LIMITED');
      expect(retryAfter).toBeGreaterThan(0);
      expect((await row(id)).delivery).toBeNull();
      // Who sends what is right is counted for none of it.
      for (let n = 0; n < forgedPerMinute + 5; n++)
        expect(await from(honest, vonage.webhook({ n }))).toBe(true);
      expect(await from(honest, vonage.webhook(said))).toBe(true);
      expect((await row(id)).delivery).toBe('COMPLETED');
      // Whoever has one IPv6 address has a /64 of them.
      for (let n = 0; n < forgedPerMinute; n++) await from(`2001:db8:7:7::${n}`, forged);
      expect(await from('2001:db8:7:7:ffff::1', forged)).toMatchObject({ code: 'RATE_LIMITED' });
      expect(await from('2001:db8:7:8::1', forged)).toBe(false);
    });

    it('24 a block is told to whoever is signed in with this phone, and to nobody else', async () => {
      const { phone, id, requestId } = await sent();
      const { viewer } = await tried(id, vonage.codeOf(phone));
      const [holder, stranger] = await Promise.all(
        [phone, await known()].map(async (each) => bench.viewerOf(each, viewer.id)),
      );
      const next = await ask(phone);
      await hear(vonage.webhook(vonage.event(await started(next.id), 'blocked')));
      expect(requestId).not.toBe((await row(next.id)).verification_id);
      const asHolder = await bench.ask<Answer>(requestOtp, { input: { phone } }, holder);
      expect(asHolder).toMatchObject({ code: 'OTP_BLOCKED', channels: ['VOICE'] });
      const call = await bench.ask<Answer>(requestOtp, { input: { phone, channel: 'VOICE' } }, holder);
      expect(call.__typename).toBe('OtpChallenge');
      for (const viewer of [stranger, undefined]) {
        const answer = await bench.ask<Answer>(requestOtp, { input: { phone } }, viewer);
        expect(answer).toMatchObject({ __typename: 'OtpChallenge', channels: ['SMS', 'VOICE'] });
      }
      expect(await ask(newPhone())).toMatchObject({ channels: ['SMS', 'VOICE'] });
    });

    it('25 one that is signed and says nothing we know is taken and forgotten', async () => {
      for (const said of [{}, { request_id: '../../x', status: 'blocked' }, { request_id: 7 }]) {
        expect(await hear(vonage.webhook(said))).toBe(true);
      }
      const message = { message_uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab', to: '84902999888' };
      await hear(vonage.webhook({ ...message, status: 'undeliverable' }), 'messages');
      expect(bench.logged).toContain('a text was not delivered');
      expect(bench.logged).not.toMatch(/9029998|Bearer|eyJ|a signature secret/);
    });
  });
});
