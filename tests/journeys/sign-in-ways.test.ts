import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { screens, Visitor } from './browser-visitor.js';
import { labOf, newPhone, sentResult, submit } from './people.js';
import { ProvidedPlatform } from './provided-platform.js';

/** What a browser writes into its console while the platform starts anew: here it does so on purpose. */
const restarting = /ERR_CONNECTION_REFUSED|WebSocket connection/;

describe.skipIf(!bringsBrowser)('the ways to a code, in the browser', () => {
  let platform: ProvidedPlatform;
  let browser: UnpackedBrowser;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    platform = await ProvidedPlatform.start();
    browser = await UnpackedBrowser.start(join(platform.home, 'camera.mjpeg'));
  });
  afterEach(async () => {
    platform.provider.recover();
    platform.provider.expireAll();
    const gone = visitors.splice(0);
    const wrongs = gone.flatMap((visitor) => visitor.wrongs).filter((wrong) => !restarting.test(wrong));
    await Promise.all(gone.map((visitor) => visitor.leave()));
    expect(wrongs).toEqual([]);
  });
  afterAll(async () => {
    await browser?.stop();
    await platform?.stop();
  });

  async function visit(): Promise<Visitor> {
    const visitor = await Visitor.at(browser, platform, '/', screens.phone);
    visitors.push(visitor);
    return visitor;
  }
  async function askFor(visitor: Visitor, phone: string): Promise<void> {
    await visitor.part('phone-field').fill(phone);
    await visitor.press('Gửi mã');
    await visitor.part('code-field').waitFor();
  }
  async function type(visitor: Visitor, code: string): Promise<void> {
    await visitor.part('code-field').fill(code);
    await visitor.press('Tiếp tục');
  }
  const isCalled = (phone: string) =>
    expect.poll(() => platform.provider.runningFor(phone)?.channel, { timeout: 10_000 }).toBe('voice');

  it('a call takes the place of a text that did not come, and the same is offered for a phone that nobody knows', async () => {
    const phone = newPhone();
    await platform.makeKnown(phone);
    const offered: string[] = [];
    for (const each of [phone, newPhone()]) {
      const visitor = await visit();
      await askFor(visitor, each);
      if (each === phone) await platform.codeAt(phone);
      expect(await visitor.part('other-ways').count()).toBe(0);
      await visitor.elapse(31_000);
      await visitor.part('other-ways').waitFor();
      offered.push(await visitor.part('other-ways').innerText());
      expect(await visitor.violations()).toEqual([]);
      expect(await visitor.overflow()).toBe(0);
      const text = each === phone ? platform.provider.codeOf(phone) : undefined;
      await visitor.press('Gọi cho tôi đọc mã');
      await visitor.page.getByText('bạn sẽ nhận một cuộc gọi đọc mã').waitFor();
      if (!text) continue;
      await isCalled(phone);
      const call = platform.provider.codeOf(phone);
      if (call !== text) {
        await type(visitor, text);
        await visitor.page.locator('[data-code="OTP_INCORRECT"]').waitFor();
      }
      await type(visitor, call);
      await visitor.part('code-field').waitFor({ state: 'detached' });
    }
    expect(offered[0]).toContain('quầy hỗ trợ');
    expect(offered[1]).toBe(offered[0]);
  });

  it('a text that the network blocks is told to whoever is signed in with the phone, and a call opens their QR code', async () => {
    const sent = sentResult(newPhone());
    const phone = sent.patient.phone!;
    await submit(await labOf(platform), [sent]);
    const visitor = await visit();
    await askFor(visitor, phone);
    await type(visitor, await platform.codeAt(phone));
    await visitor.openPerson('14/03/1990');
    // Away while the platform starts anew: nothing is under way then that would break off.
    await visitor.page.goto('about:blank');
    // Their code was a while ago: the next QR code wants another.
    await platform.inDatabase((database) =>
      database.query("update citizens.session set code_verified_at = now() - interval '1 hour'"),
    );
    await visitor.forgetCookie(/access/);
    await visitor.page.goto(platform.url);
    await visitor.part('open-qr').first().click();
    await askFor(visitor, phone);
    await platform.codeAt(phone);
    expect(await platform.hear(phone, 'blocked')).toBe(200);

    await visitor.press('Đổi số điện thoại');
    await visitor.press('Gửi mã');
    await visitor.page.locator('[data-code="OTP_BLOCKED"]').waitFor();
    expect(await visitor.page.locator('[data-code="OTP_BLOCKED"]').innerText()).toContain(
      'Hãy chọn cách khác',
    );
    const ways = visitor.part('other-ways');
    expect(await ways.innerText()).toMatch(/Gọi cho tôi đọc mã.*quầy hỗ trợ/s);
    expect(await visitor.violations()).toEqual([]);
    expect(await visitor.overflow()).toBe(0);
    // Nobody else learns that this phone is blocked.
    const stranger = await visit();
    await askFor(stranger, phone);

    await visitor.press('Gọi cho tôi đọc mã');
    await visitor.part('code-field').waitFor();
    await isCalled(phone);
    await type(visitor, platform.provider.codeOf(phone));
    await visitor.part('qr', { standing: 'ACTIVE' }).waitFor();
  });

  it('a provider that is down is said to be so before a code is promised, and the same button tries again', async () => {
    const [phone, later, unknown] = [newPhone(), newPhone(), newPhone()];
    for (const known of [phone, later]) await platform.makeKnown(known);
    // It stays down, whatever is tried again meanwhile, until it recovers below.
    platform.provider.failNext(
      ...Array.from({ length: 100 }, () => ({ kind: 'problem', status: 503, title: 'Down' }) as const),
    );
    const { id } = await platform.door.call('requestOtp', '... on OtpChallenge { id }', { phone });
    expect(id).toBeTruthy();
    const visitor = await visit();
    await expect
      .poll(
        async () =>
          (await platform.door.call('requestOtp', '... on UserError { code }', { phone: unknown })).code,
        { timeout: 20_000 },
      )
      .toBe('OTP_UNAVAILABLE');
    const told: string[] = [];
    for (const each of [phone, unknown]) {
      await visitor.part('phone-field').fill(each);
      await visitor.press('Gửi mã');
      const problem = visitor.page.locator('[data-code="OTP_UNAVAILABLE"]');
      await problem.waitFor();
      told.push((await problem.innerText()).replaceAll(/\d+/g, '…'));
      expect(await visitor.part('code-field').count()).toBe(0);
    }
    expect(told[0]).toContain('chưa gửi được mã');
    expect(told[1]).toBe(told[0]);
    expect(await visitor.violations()).toEqual([]);
    platform.provider.recover();
    // A phone that no earlier request waits for: the code that comes is this challenge's.
    await visitor.part('phone-field').fill(later);
    const isPromised = async () => {
      if (await visitor.part('code-field').count()) return true;
      await visitor.press('Gửi mã').catch(() => undefined);
      return false;
    };
    await expect.poll(isPromised, { timeout: 60_000, interval: 1_000 }).toBe(true);
    await type(visitor, await platform.codeAt(later));
    await visitor.part('code-field').waitFor({ state: 'detached' });
  }, 120_000);
});
