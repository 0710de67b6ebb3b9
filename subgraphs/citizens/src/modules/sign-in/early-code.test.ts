import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CitizensBench, type SessionData } from '../../testing/citizens-bench.js';
import { requestOtp, verifyOtp } from '../../testing/operations.js';
import { VonageDouble } from '../../testing/vonage-double.js';

const earlyCodeMilliseconds = 1_500;

describe('a code that is typed before the provider has said which verification it answers', () => {
  let vonage: VonageDouble;
  let bench: CitizensBench;
  const asked = async (phone: string) =>
    (await bench.ask<{ id: string }>(requestOtp, { input: { phone } })).id;
  const tried = (challengeId: string, code: string) =>
    bench.ask<SessionData>(verifyOtp, { input: { challengeId, code } });

  beforeAll(async () => {
    vonage = await VonageDouble.open();
    bench = await CitizensBench.open({ vonage: vonage.settings, earlyCodeMilliseconds });
  });
  afterEach(() => vonage.recover());
  afterAll(async () => {
    await bench.close();
    await vonage.close();
  });

  it('signs in as soon as that is known', async () => {
    const phone = '+84902700001';
    await bench.report(phone);
    const letGo = Promise.withResolvers<void>();
    vonage.failNext({ kind: 'held', until: letGo.promise });
    const id = await asked(phone);
    await expect.poll(() => vonage.codeSentTo(phone), { timeout: 10_000 }).toBeDefined();
    const answer = tried(id, vonage.codeOf(phone));
    await pause(50);
    letGo.resolve();
    expect((await answer).__typename).toBe('Session');
  });

  it('is refused no sooner where a provider was asked and has answered than where none was', async () => {
    const [known, unknown] = ['+84902700002', '+84902700003'];
    await bench.report(known);
    for (const phone of [known, unknown]) {
      const began = Date.now();
      const id = await asked(phone);
      if (phone === known) {
        const query = 'select 1 from citizens.challenge where id = $1 and verification_id is not null';
        await expect.poll(() => bench.database.query(query, [id]), { timeout: 10_000 }).toHaveLength(1);
      }
      const wrong = String((Number(vonage.codeSentTo(phone) ?? 0) + 1) % 1_000_000).padStart(6, '0');
      expect((await tried(id, wrong)).__typename).toBe('OtpIncorrectError');
      expect(Date.now() - began).toBeGreaterThanOrEqual(earlyCodeMilliseconds);
    }
  });

  it('is one of five that are judged, however many are typed while nobody knows which verification they answer', async () => {
    const phone = '+84902700004';
    await bench.report(phone);
    const letGo = Promise.withResolvers<void>();
    vonage.failNext({ kind: 'held', until: letGo.promise });
    const id = await asked(phone);
    await expect.poll(() => vonage.codeSentTo(phone), { timeout: 10_000 }).toBeDefined();
    const code = Number(vonage.codeOf(phone));
    const checks = () => vonage.received.filter(({ path }) => /^\/v2\/verify\/./.test(path)).length;
    const before = checks();
    const wrongs = Array.from({ length: 20 }, (_, n) => String((code + n + 1) % 1_000_000).padStart(6, '0'));
    const answers = wrongs.map((wrong) => tried(id, wrong));
    letGo.resolve();
    const told = (await Promise.all(answers)).map(({ __typename }) => __typename);
    expect(told.filter((type) => type === 'Session')).toEqual([]);
    expect(told.filter((type) => type === 'OtpLockedError').length).toBeGreaterThanOrEqual(15);
    expect(checks() - before).toBeLessThanOrEqual(5);
    expect((await tried(id, String(code))).__typename).toBe('OtpLockedError');
  });
});
