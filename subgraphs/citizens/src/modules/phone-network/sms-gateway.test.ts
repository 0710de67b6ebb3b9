import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CitizensBench, otherThan, type SessionData } from '../../testing/citizens-bench.js';
import { receiveWebhook, requestOtp, verifyOtp } from '../../testing/operations.js';
import { SmsGatewayDouble } from '../../testing/sms-gateway-double.js';
import { VonageDouble } from '../../testing/vonage-double.js';
import { ConsoleSender } from './console-sender.js';
import { HttpTextSender } from './http-text-sender.js';

type Answer = SessionData & { id: string; code?: string; channels?: string[] };
let gateway: SmsGatewayDouble;
beforeAll(async () => {
  gateway = await SmsGatewayDouble.open();
});
afterAll(() => gateway.close());

const flow = (bench: () => CitizensBench) => ({
  asked: (phone: string) => bench().ask<Answer>(requestOtp, { input: { phone } }),
  tried: (challengeId: string, code: string) =>
    bench().ask<Answer>(verifyOtp, { input: { challengeId, code } }),
  started: async (id: string) => {
    const verification = async () =>
      (
        await bench().database.query<{ verification_id: string | null }>(
          'select verification_id from citizens.challenge where id = $1',
          [id],
        )
      )[0]!.verification_id;
    await expect.poll(verification, { timeout: 15_000 }).not.toBeNull();
    return (await verification())!;
  },
});

describe("a city's own SMS gateway", () => {
  const phone = '+84902500001';

  it('is sent JSON or a form, with its fields, its token, and the text as it is', async () => {
    const text = 'Ketqua: mã {phone} "&=\n của bạn';
    await new HttpTextSender(gateway.settings).send(phone, text);
    const json = gateway.received.at(-1)!;
    expect(JSON.parse(json.body)).toEqual({ to: phone, text });
    expect(json.headers).toMatchObject({
      authorization: 'Bearer a-token-of-the-city',
      'content-type': 'application/json',
    });
    const fields = { msisdn: '{digits}', content: '[{text}]', kind: 'otp' };
    const form = { ...gateway.settings, format: 'form', fields, tokenHeader: 'x-api-key' } as const;
    await new HttpTextSender(form).send(phone, text);
    const sent = gateway.received.at(-1)!;
    expect(Object.fromEntries(new URLSearchParams(sent.body))).toEqual({
      msisdn: '84902500001',
      content: `[${text}]`,
      kind: 'otp',
    });
    expect(sent.headers['x-api-key']).toBe('a-token-of-the-city');
  });

  it('says whether it is worth trying again, follows no redirect, and tells neither phone nor token', async () => {
    const sender = new HttpTextSender(gateway.settings);
    const before = gateway.received.length;
    const told: unknown[] = [];
    for (const status of [400, 401, 302, 429, 500, 503, 0]) {
      gateway.answers.push(status);
      const error = await sender.send(phone, 'x').catch((reason: unknown) => reason);
      expect(inspect(error, { depth: 8, showHidden: true })).not.toMatch(/9025000|a-token|127\.0/);
      told.push([status, (error as { code: string }).code]);
    }
    expect(told).toEqual([
      [400, 'REFUSED'],
      [401, 'REFUSED'],
      [302, 'REFUSED'],
      [429, 'UNAVAILABLE'],
      [500, 'UNAVAILABLE'],
      [503, 'UNAVAILABLE'],
      [0, 'UNAVAILABLE'],
    ]);
    expect(gateway.received.length - before).toBe(7);
  });

  it('is printed instead in development, where that is asked for', async () => {
    const lines: string[] = [];
    const kept: unknown[] = [];
    const next = { send: async (...args: unknown[]) => void kept.push(args) };
    await new ConsoleSender(next, (line) => void lines.push(line)).send(phone, 'mã 123456', '123456');
    expect([lines, kept]).toEqual([[`Text to ${phone}: mã 123456\n`], [[phone, 'mã 123456', '123456']]]);
  });

  describe('alone', () => {
    let bench: CitizensBench;
    const { asked, tried, started } = flow(() => bench);
    beforeAll(async () => {
      bench = await CitizensBench.open({ development: false, smsGateway: gateway.settings });
    });
    afterAll(() => bench.close());

    it('carries codes that we make and check ourselves', async () => {
      await bench.report(phone);
      gateway.answers.push(503);
      const { id, channels } = await asked(phone);
      expect(channels).toEqual(['SMS']);
      await started(id);
      const code = gateway.codeSentTo(phone)!;
      expect((await tried(id, otherThan(code))).code).toBe('OTP_INCORRECT');
      expect((await tried(id, code)).__typename).toBe('Session');
      expect((await tried(id, code)).code).toBe('OTP_EXPIRED');
      const kept = await bench.database.query('select * from citizens.development_message');
      expect(kept).toEqual([]);
      expect(bench.logged).not.toMatch(/9025000|a-token/);
      expect(bench.logged).not.toContain(code);
    });
  });

  describe('beside a provider', () => {
    let vonage: VonageDouble;
    let bench: CitizensBench;
    const { asked, tried, started } = flow(() => bench);
    beforeAll(async () => {
      vonage = await VonageDouble.open();
      bench = await CitizensBench.open({ vonage: vonage.settings, smsGateway: gateway.settings });
    });
    afterAll(async () => {
      await bench.close();
      await vonage.close();
    });

    it('carries a code that the provider refuses, by itself', async () => {
      const refused = '+84902500002';
      await bench.report(refused);
      vonage.failNext({ kind: 'problem', status: 402, title: 'x' });
      const { id } = await asked(refused);
      expect(await started(id)).toMatch(/^own-/);
      expect((await tried(id, gateway.codeSentTo(refused)!)).__typename).toBe('Session');
    });

    it('carries a code that the provider blocks afterwards, once', async () => {
      const blocked = '+84902500003';
      await bench.report(blocked);
      const { id } = await asked(blocked);
      const requestId = await started(id);
      const before = gateway.received.length;
      const hear = async (status: string) => {
        const webhook = vonage.webhook(vonage.event(requestId, status, { client_ref: id }));
        const body = Buffer.from(webhook.body).toString('base64');
        const input = { door: 'verify', authorization: webhook.authorization, body };
        return bench.ask(receiveWebhook, { input });
      };
      expect(await hear('blocked')).toBe(true);
      await hear('failed');
      await hear('blocked');
      await expect.poll(() => started(id), { timeout: 10_000 }).toMatch(/^own-/);
      expect(gateway.received.length - before).toBe(1);
      expect((await tried(id, gateway.codeSentTo(blocked)!)).__typename).toBe('Session');
    });
  });
});
