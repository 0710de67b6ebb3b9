import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CitizensBench, type SessionData } from '../../testing/citizens-bench.js';
import { receiveWebhook, requestOtp, verifyOtp } from '../../testing/operations.js';
import { SmsGatewayDouble } from '../../testing/sms-gateway-double.js';
import { VonageDouble } from '../../testing/vonage-double.js';

interface Row {
  readonly verification_id: string | null;
  readonly delivery: string | null;
  readonly is_sent: boolean;
}

describe('a webhook that overtakes the answer to our own request', () => {
  let vonage: VonageDouble;
  let gateway: SmsGatewayDouble;
  const benches: CitizensBench[] = [];

  beforeAll(async () => {
    [vonage, gateway] = [await VonageDouble.open(), await SmsGatewayDouble.open()];
  });
  afterAll(async () => {
    for (const bench of benches) await bench.close();
    await vonage.close();
    await gateway.close();
  });

  /** A code was asked for and sent, and the provider has not answered: it does when it is let go. */
  const begun = async (phone: string, hasGateway: boolean) => {
    const bench = await CitizensBench.open({
      vonage: { ...vonage.settings, timeoutMilliseconds: 20_000 },
      ...(hasGateway && { smsGateway: gateway.settings }),
    });
    benches.push(bench);
    await bench.report(phone);
    let letGo!: () => void;
    const until = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    vonage.failNext({ kind: 'held', until });
    const { id } = await bench.ask<{ id: string }>(requestOtp, { input: { phone } });
    await expect.poll(() => vonage.runningFor(phone), { timeout: 10_000 }).toBeDefined();
    const { requestId } = vonage.runningFor(phone)!;
    const row = async () =>
      (
        await bench.database.query<Row>(
          'select verification_id, delivery, sent_at is not null as is_sent from citizens.challenge where id = $1',
          [id],
        )
      )[0]!;
    expect(await row()).toEqual({ verification_id: null, delivery: null, is_sent: false });
    const hear = async (status: string) => {
      const webhook = vonage.webhook(vonage.event(requestId, status, { client_ref: id }));
      const body = Buffer.from(webhook.body).toString('base64');
      const input = { door: 'verify', authorization: webhook.authorization, body };
      expect(await bench.ask(receiveWebhook, { input })).toBe(true);
    };
    const tried = (code: string) => bench.ask<SessionData>(verifyOtp, { input: { challengeId: id, code } });
    /** How many jobs have not ended: the one that waits for the late answer is one. */
    const underway = async () =>
      (
        await bench.database.query<{ count: number }>(
          `select count(*)::int as count from citizens_jobs.job
            where name = 'start-verification' and state <> 'completed'`,
        )
      )[0]!.count;
    return { requestId, row, hear, letGo, tried, underway };
  };

  it('is applied before it, stands after it, and the code is checked', async () => {
    const phone = '+84902600001';
    const { requestId, row, hear, letGo, tried } = await begun(phone, false);
    await hear('expired');
    expect(await row()).toEqual({ verification_id: requestId, delivery: 'EXPIRED', is_sent: false });
    letGo();
    await expect.poll(async () => (await row()).is_sent, { timeout: 10_000 }).toBe(true);
    expect(await row()).toEqual({ verification_id: requestId, delivery: 'EXPIRED', is_sent: true });
    expect((await tried(vonage.codeOf(phone))).__typename).toBe('Session');
  });

  it('sends the code by the other way, and the late answer takes nothing back', async () => {
    const phone = '+84902600002';
    const { row, hear, letGo, tried, underway } = await begun(phone, true);
    await hear('blocked');
    await expect.poll(async () => (await row()).verification_id, { timeout: 15_000 }).toMatch(/^own-/);
    const rerouted = await row();
    const theirs = vonage.codeOf(phone);
    await expect.poll(underway, { timeout: 10_000 }).toBe(1);
    letGo();
    await expect.poll(underway, { timeout: 10_000 }).toBe(0);
    const ours = gateway.codeSentTo(phone)!;
    if (theirs !== ours) expect((await tried(theirs)).__typename).toBe('OtpIncorrectError');
    expect(await row()).toEqual(rerouted);
    expect((await tried(ours)).__typename).toBe('Session');
  });
});
