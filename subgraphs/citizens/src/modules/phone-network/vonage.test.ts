import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  adminPhone,
  CitizensBench,
  indexOf,
  inTransit,
  otherThan,
  type SessionData,
} from '../../testing/citizens-bench.js';
import { requestOtp, verifyOtp } from '../../testing/operations.js';
import { type Fault, VonageDouble } from '../../testing/vonage-double.js';
import { PhoneNetworkError } from './phone-verifier.js';
import { VonageSender } from './vonage-sender.js';
import { VonageVerifier } from './vonage-verifier.js';

const phone = '+84902000041';
const options = { channel: 'SMS', locale: 'vi', reference: 'our-reference' } as const;
const problem = (status: number, title = 'Error'): Fault => ({ kind: 'problem', status, title });

describe('Vonage, through its own SDK', () => {
  let vonage: VonageDouble;
  let verifier: VonageVerifier;
  beforeAll(async () => {
    vonage = await VonageDouble.open();
    verifier = new VonageVerifier({ ...vonage.settings, timeoutMilliseconds: 500 });
  });
  afterEach(() => vonage.expireAll());
  afterAll(() => vonage.close());

  const failure = async (
    fault: Fault,
    work: () => Promise<unknown> = () => verifier.start(phone, options),
  ) => {
    vonage.failNext(fault);
    const error = await work().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(PhoneNetworkError);
    // All of it, own properties and causes included: neither the token nor the phone may be in there.
    expect(inspect(error, { depth: 8, showHidden: true })).not.toMatch(/Bearer|eyJ|9020000|PRIVATE/);
    return error as PhoneNetworkError;
  };

  it('sends six digits to the number without its plus sign, signed by our application', async () => {
    const { requestId } = await verifier.start(phone, options);
    expect(vonage.received.at(-1)).toEqual({
      method: 'POST',
      path: '/v2/verify',
      isSigned: true,
      body: {
        brand: 'Ketqua',
        workflow: [{ channel: 'sms', to: '84902000041' }],
        locale: 'vi-vn',
        code_length: 6,
        channel_timeout: 600,
        client_ref: 'our-reference',
      },
    });
    expect(await verifier.check(requestId, vonage.codeOf(phone))).toBe('CORRECT');
    expect(await verifier.check(requestId, '123456')).toBe('EXPIRED');
  });

  it('calls where a voice is asked for', async () => {
    await verifier.start(phone, { ...options, channel: 'VOICE', locale: 'en' });
    expect(vonage.received.at(-1)!.body).toMatchObject({
      workflow: [{ channel: 'voice', to: '84902000041' }],
      locale: 'en-gb',
    });
  });

  it('tells a wrong code from one that was tried too often', async () => {
    const { requestId } = await verifier.start(phone, options);
    const wrong = otherThan(vonage.codeOf(phone));
    for (let tries = 0; tries < 3; tries++) expect(await verifier.check(requestId, wrong)).toBe('INCORRECT');
    expect(await verifier.check(requestId, wrong)).toBe('LOCKED');
    expect(await verifier.check(requestId, wrong)).toBe('EXPIRED');
  });

  it('takes over the verification that already runs for a phone', async () => {
    const { requestId } = await verifier.start(phone, options);
    expect(await verifier.start(phone, options)).toEqual({ requestId });
    vonage.expireAll();
    const running = 'c11236f4-00bf-4b89-84ba-88b25df97315';
    vonage.failNext({ kind: 'problem', status: 422, title: 'Conflict', more: { request_id: running } });
    expect(await verifier.start(phone, options)).toEqual({ requestId: running });
    vonage.failNext({ kind: 'problem', status: 409, title: 'Conflict', more: { request_id: '../../x' } });
    await expect(verifier.start(phone, options)).rejects.toMatchObject({ code: 'REFUSED', status: 409 });
  });

  it('says whether it is worth trying again', async () => {
    const mayPass: Fault[] = [
      problem(429),
      problem(500),
      problem(503),
      { kind: 'hang' },
      { kind: 'malformed' },
    ];
    for (const fault of [...mayPass, { kind: 'reset' } as const]) {
      expect((await failure(fault)).code).toBe('UNAVAILABLE');
    }
    for (const status of [401, 402, 403, 422]) expect((await failure(problem(status))).code).toBe('REFUSED');
  });

  it('gives up after its timeout', async () => {
    const began = Date.now();
    await failure({ kind: 'hang' });
    expect(Date.now() - began).toBeLessThan(1_500);
  });

  it('judges nothing when it cannot ask', async () => {
    const { requestId } = await verifier.start(phone, options);
    const faults: Fault[] = [
      problem(401),
      problem(429),
      problem(500),
      { kind: 'hang' },
      { kind: 'malformed' },
    ];
    for (const fault of faults) {
      vonage.failNext(fault);
      expect(await verifier.check(requestId, vonage.codeOf(phone))).toBe('UNAVAILABLE');
    }
    expect(await verifier.check(requestId, vonage.codeOf(phone))).toBe('CORRECT');
  });

  it('sends a text, and says when it could not', async () => {
    const sender = new VonageSender({ ...vonage.settings, timeoutMilliseconds: 500 });
    await sender.send(phone, 'Ketqua: bạn có thông báo mới.');
    expect(vonage.received.at(-1)).toMatchObject({
      path: '/v1/messages',
      isSigned: true,
      body: { message_type: 'text', channel: 'sms', to: '84902000041', from: 'Ketqua' },
    });
    const send = () => sender.send(phone, 'x');
    expect((await failure(problem(401), send)).code).toBe('REFUSED');
    expect((await failure(problem(429), send)).code).toBe('UNAVAILABLE');
    expect((await failure({ kind: 'hang' }, send)).code).toBe('UNAVAILABLE');
    expect((await failure({ kind: 'malformed' }, send)).code).toBe('UNAVAILABLE');
  });
});

describe('signing in by Vonage', () => {
  let vonage: VonageDouble;
  let bench: CitizensBench;
  type Answer = SessionData & { attemptsLeft?: number; code?: string };
  const tried = (challengeId: string, code: string) =>
    bench.ask<Answer>(verifyOtp, { input: { challengeId, code } });
  const asked = async () => {
    const { id } = await bench.ask<{ id: string }>(requestOtp, { input: { phone: adminPhone } });
    await expect
      .poll(
        async () =>
          (
            await bench.database.query('select verification_id from citizens.challenge where id = $1', [id])
          )[0],
        { timeout: 10_000 },
      )
      .not.toEqual({ verification_id: null });
    return id;
  };

  beforeAll(async () => {
    vonage = await VonageDouble.open();
    bench = await CitizensBench.open({ vonage: { ...vonage.settings, timeoutMilliseconds: 1_000 } });
  });
  afterEach(async () => {
    vonage.expireAll();
    await bench.database.query('update citizens.provider_health set failures = 0');
  });
  afterAll(async () => {
    await bench.close();
    await vonage.close();
  });

  it('takes the right code once, and counts five wrong ones although Vonage stops at three', async () => {
    const first = await asked();
    expect(await tried(first, otherThan(vonage.codeOf(adminPhone)))).toMatchObject({ attemptsLeft: 4 });
    expect((await tried(first, vonage.codeOf(adminPhone))).__typename).toBe('Session');
    // The second shares the code of the first, which Vonage has ended by then.
    const [second, third] = [await asked(), await asked()];
    const wrong = otherThan(vonage.codeOf(adminPhone));
    for (const id of [second, third]) {
      const left: unknown[] = [];
      for (let tries = 0; tries < 5; tries++) left.push((await tried(id, wrong)).attemptsLeft);
      expect(left).toEqual([4, 3, 2, 1, undefined]);
    }
  });

  it('lets a second request use the code of the first', async () => {
    const [first, second] = [await asked(), await asked()];
    expect((await tried(second, vonage.codeOf(adminPhone))).__typename).toBe('Session');
    expect(await tried(first, '123456')).toMatchObject({ code: 'OTP_EXPIRED' });
  });

  it('counts no attempt that Vonage did not judge', async () => {
    const id = await asked();
    const code = vonage.codeOf(adminPhone);
    for (const fault of [problem(429), { kind: 'hang' }, problem(401)] as const) {
      vonage.failNext(fault);
      expect(await tried(id, code)).toMatchObject({ code: 'OTP_UNAVAILABLE', retryAfter: 5 });
    }
    expect(await tried(id, otherThan(code))).toMatchObject({ attemptsLeft: 4 });
    expect((await tried(id, code)).__typename).toBe('Session');
  });

  it('is asked ten times at most for one code, though it answers nothing and fifty guess at once', async () => {
    const id = await asked();
    const code = vonage.codeOf(adminPhone);
    const checks = () => vonage.received.filter(({ path }) => /^\/v2\/verify\/./.test(path)).length;
    const before = checks();
    vonage.failNext(...Array.from({ length: 50 }, () => problem(503)));
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 10 }, () => tried(id, otherThan(code))));
    }
    vonage.recover();
    expect(checks() - before).toBe(10);
    expect(await tried(id, code)).toMatchObject({ code: 'OTP_LOCKED' });
  });

  it('is not held up in the database by a provider that hangs', async () => {
    const id = await asked();
    vonage.failNext({ kind: 'hang' });
    const hanging = tried(id, '111111');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const answered = tried(id, 'letters').then(() => 'the other');
    expect(await Promise.race([answered, hanging])).toBe('the other');
    expect(await hanging).toMatchObject({ code: 'OTP_UNAVAILABLE' });
  });

  it('tries again to send a code, and logs neither phone nor token', async () => {
    vonage.failNext(problem(503), { kind: 'hang' });
    const id = await asked();
    expect((await tried(id, vonage.codeOf(adminPhone))).__typename).toBe('Session');
    expect(bench.logged).toContain('a code could not be sent');
    expect(bench.logged).not.toMatch(/Bearer|eyJ|901000001/);
    const jobs = await bench.database.query<{ job: string }>('select job::text from citizens_jobs.job');
    expect(jobs.map(({ job }) => job).join()).not.toMatch(/Bearer|eyJ|901000001/);
  });

  it('sends notices', async () => {
    await bench.tell('person.notice-due', { phoneIndexes: [indexOf(adminPhone)] });
    await expect
      .poll(() => vonage.received.filter(({ path }) => path === '/v1/messages'), { timeout: 10_000 })
      .toMatchObject([{ body: { to: adminPhone.slice(1), text: 'Ketqua: bạn có thông báo mới.' } }]);
  });

  it('tries a notice again that the provider did not take, and texts none of the others twice', async () => {
    const phones = ['+84903000071', '+84903000072', '+84903000073'];
    const phoneIndexes: string[] = [];
    for (const phone of phones) phoneIndexes.push(await bench.report(phone));
    vonage.failNext(problem(503));
    await bench.tell('person.notice-due', { phoneIndexes });
    const told = () =>
      phones.map((phone) => vonage.received.filter(({ body }) => body.to === phone.slice(1)).length).sort();
    await expect.poll(told, { timeout: 40_000, interval: 100 }).toEqual([1, 1, 2]);
    expect(bench.logged).not.toMatch(/90300007/);
  }, 60_000);

  it("tries again to text a laboratory's contact, and logs no phone", async () => {
    const phone = '+84903000061';
    vonage.failNext(problem(503));
    await bench.tell('lab.contact-due', {
      labId: randomUUID(),
      phoneIndex: indexOf(phone),
      sealedPhone: inTransit(phone),
      labCode: 'HCDC',
      status: 'SILENT',
      heardAt: '2026-11-24T01:30:00.000Z',
      timeZone: 'Asia/Ho_Chi_Minh',
      locale: 'vi',
    });
    const texts = () => vonage.received.filter(({ body }) => body.to === phone.slice(1));
    await expect.poll(texts, { timeout: 40_000, interval: 100 }).toHaveLength(2);
    expect(texts()[1]!.body.text).toMatch(/^Ketqua: phòng xét nghiệm HCDC đã ngừng gửi dữ liệu/);
    expect(bench.logged).toContain("a laboratory's contact could not be texted");
    expect(bench.logged).not.toContain('903000061');
  }, 60_000);
});
