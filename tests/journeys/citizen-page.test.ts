import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphqlClient } from '@ketqua/cli';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { screens, Visitor } from './browser-visitor.js';
import { claimAll, holderOf, labOf, newPhone, type SentResult, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

/** What a browser writes into its console because it has no network: here it is taken away on purpose. */
const noNetwork =
  /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_ABORTED|WebSocket connection|Failed to fetch dynamically imported/;

describe.skipIf(!bringsBrowser)("the citizen's page", () => {
  let platform: RunningPlatform;
  let browser: UnpackedBrowser;
  let lab: GraphqlClient;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    browser = await UnpackedBrowser.start(join(platform.home, 'camera.mjpeg'));
    lab = await labOf(platform);
  });
  afterEach(async () => {
    const gone = visitors.splice(0);
    const wrongs = gone.flatMap((visitor) => visitor.wrongs).filter((wrong) => !noNetwork.test(wrong));
    await Promise.all(gone.map((visitor) => visitor.leave()));
    expect(wrongs).toEqual([]);
  });
  afterAll(async () => {
    await browser?.stop();
    await platform?.stop();
  });

  async function visit(screen = screens.phone): Promise<Visitor> {
    const visitor = await Visitor.at(browser, platform, '/', screen);
    visitors.push(visitor);
    return visitor;
  }

  /** A citizen with one result, whose page shows its QR code. */
  async function withQr(): Promise<{ citizen: Visitor; sent: SentResult; phone: string }> {
    const phone = newPhone();
    const sent = sentResult(phone);
    await submit(lab, [sent]);
    const citizen = await visit();
    await citizen.signIn(phone);
    await citizen.openPerson('14/03/1990');
    await citizen.openQr();
    await expect.poll(async () => (await citizen.kept()).includes('ketqua/passes')).toBe(true);
    return { citizen, sent, phone };
  }
  const correct = (sent: SentResult) => submit(lab, [{ ...sent, status: 'CORRECTED', outcome: 'DETECTED' }]);

  it('shows My QR without a network, with the time of its last check, and goes on when it is back', async () => {
    const { citizen, sent } = await withQr();
    const length = await citizen.part('qr').getAttribute('data-payload-length');
    await citizen.installed();
    await citizen.online(false);
    await citizen.page.reload();
    await citizen.part('qr', { standing: 'ACTIVE' }).waitFor();
    expect(await citizen.part('qr').getAttribute('data-payload-length')).toBe(length);
    expect(await citizen.part('last-checked').innerText()).toMatch(
      /lần cuối lúc \d\d:\d\d ngày \d\d\/\d\d\/\d{4}/,
    );
    const text = await citizen.page.innerText('main');
    for (const shown of ['Không có mạng.', 'Nguyễn Thị Ánh Tuyết', '14/03/1990', 'Có hiệu lực đến']) {
      expect(text).toContain(shown);
    }
    expect(await citizen.violations()).toEqual([]);

    await correct(sent);
    // What was learned of the old code holds without a network, too; it is learned a moment after the result.
    const isKnownOffline = async () => {
      await citizen.online(true);
      await citizen.part('result', { outcome: 'DETECTED' }).waitFor();
      await citizen.page.waitForTimeout(300);
      await citizen.online(false);
      await citizen.page.reload();
      await citizen.part('qr').waitFor();
      return citizen.part('qr').getAttribute('data-standing');
    };
    await expect.poll(isKnownOffline, { timeout: 40_000 }).toBe('SUPERSEDED');
  });

  it('stays where the file of an extra does not come over a weak network', async () => {
    const sent = sentResult(newPhone());
    await submit(lab, [sent]);
    const citizen = await visit();
    let refused = 0;
    await citizen.page.route(/assets\/push-offer-/, (route) => {
      refused += 1;
      return route.abort();
    });
    await citizen.signIn(sent.patient.phone!);
    await citizen.openPerson('14/03/1990');
    await expect.poll(() => refused, { timeout: 10_000 }).toBeGreaterThan(0);
    await citizen.page.waitForTimeout(500);
    await citizen.openQr();
  });

  it('misses nothing that came while the phone slept, and shows it once', async () => {
    const { citizen, phone, sent } = await withQr();
    await citizen.press('Quay lại kết quả');
    await citizen.online(false);
    await submit(lab, [sentResult(phone)]);
    await correct(sent);
    await citizen.online(true);
    await citizen.part('result', { outcome: 'DETECTED' }).waitFor();
    await expect.poll(() => citizen.part('result').count()).toBe(2);
    expect(citizen.loads).toBe(1);
  });

  it('crosses out the code that it shows when its holder revokes it elsewhere, and gets another at once', async () => {
    const { citizen, phone } = await withQr();
    const holder = await holderOf(platform, phone);
    await claimAll(holder, '1990-03-14');
    const { me } = await holder.ask<{
      me: { citizen: { people: { results: { edges: { node: { qrTokens: { id: string }[] } }[] } }[] } };
    }>('{ me { citizen { people { results { edges { node { qrTokens { id } } } } } } } }');
    const id = me.citizen.people[0]!.results.edges[0]!.node.qrTokens[0]!.id;
    await holder.mutate('revokeQrToken', '... on QrToken { id }', { id });
    await citizen.part('qr', { standing: 'REVOKED' }).waitFor();
    expect(await citizen.part('qr-over').innerText()).toContain('thu hồi');
    expect(await citizen.violations()).toEqual([]);
    await citizen.part('qr-renew').click();
    await citizen.part('qr', { standing: 'ACTIVE' }).waitFor();
    const [saved] = await Promise.all([
      citizen.page.waitForEvent('download'),
      citizen.part('save-slip').click(),
    ]);
    expect(saved.suggestedFilename()).toBe('ketqua-phieu.pdf');
    expect((await readFile(await saved.path())).subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect(citizen.loads).toBe(1);
  });

  it('leaves nothing of the citizen behind after sign-out, in no store, no tab and no way back', async () => {
    const { citizen, phone } = await withQr();
    const other = await citizen.anotherTab();
    await other.part('person', { claimed: 'true' }).waitFor();
    await citizen.press('Đăng xuất');
    for (const page of [citizen, other]) await page.part('phone-field').waitFor();
    const personal = [
      'Nguyễn',
      'Tuyết',
      '1990',
      '14/03',
      'HC1',
      'URN:UVCI',
      phone.slice(-9),
      phone.slice(-3),
    ];
    await expect.poll(async () => (await citizen.kept()).includes('"ketqua/passes":[]')).toBe(true);
    const kept = await citizen.kept();
    for (const text of personal.slice(0, -1)) expect(kept).not.toContain(text);
    expect((await citizen.cookies()).map(({ name, value }) => `${name}=${value}`)).toEqual([]);
    await citizen.page.goBack().catch(() => undefined);
    await citizen.page.goto(platform.url);
    await citizen.part('phone-field').waitFor();
    for (const page of [citizen, other]) {
      // React Aria draws its elements' ids: three digits of a phone are among them now and then.
      const text = (await page.page.content()).replaceAll(/react-aria\d+/g, 'react-aria');
      for (const each of personal) expect(text).not.toContain(each);
    }
    await citizen.installed();
    await citizen.online(false);
    await citizen.page.reload();
    await citizen.page.locator('[data-code="NETWORK"]').waitFor();
    expect((await citizen.part('qr').count()) + (await citizen.part('kept-passes').count())).toBe(0);
  });

  it('says that the clock of the phone is wrong by a day, and works by the right one', async () => {
    const phone = newPhone();
    await submit(lab, [sentResult(phone)]);
    const citizen = await visit();
    await citizen.shiftClock(86_400_000);
    await citizen.part('clock-notice').waitFor();
    expect(await citizen.part('clock-notice').innerText()).toContain('Đồng hồ của máy này sai');
    await citizen.signIn(phone);
    await citizen.openPerson('14/03/1990');
    await citizen.openQr();
    await citizen.part('qr', { standing: 'ACTIVE' }).waitFor();
    await submit(lab, [sentResult(phone)]);
    await citizen.press('Quay lại kết quả');
    await expect.poll(() => citizen.part('result').count()).toBe(2);
    expect(await citizen.violations()).toEqual([]);
  });

  it('judges a kept code by the right time without a network, on a phone whose clock is years ahead, and says so', async () => {
    const phone = newPhone();
    await submit(lab, [sentResult(phone)]);
    const citizen = await visit();
    await citizen.shiftClock(5 * 365 * 86_400_000);
    await citizen.signIn(phone);
    await citizen.openPerson('14/03/1990');
    await citizen.openQr();
    await expect.poll(async () => (await citizen.kept()).includes('"clock"')).toBe(true);
    await citizen.installed();
    await citizen.online(false);
    await citizen.page.reload();
    await citizen.part('offline').waitFor();
    await citizen.part('qr', { standing: 'ACTIVE' }).waitFor();
    expect(await citizen.part('clock-notice').innerText()).toContain('theo lần có mạng gần nhất');
    expect(await citizen.violations()).toEqual([]);
  });

  it('breaks no rule of WCAG 2.2 AA on any step, in both languages, and fits the narrowest phone in large type', async () => {
    const phone = newPhone();
    await submit(lab, [sentResult(phone), sentResult(phone, { outcome: 'DETECTED' })]);
    const citizen = await visit({ viewport: { width: 320, height: 640 }, deviceScaleFactor: 2 });
    const inBothLanguages = async () => {
      for (const [language, other] of [
        ['vi', 'English'],
        ['en', 'Tiếng Việt'],
      ] as const) {
        await expect.poll(() => citizen.language()).toBe(language);
        expect(await citizen.violations()).toEqual([]);
        expect(await citizen.overflow()).toBe(0);
        await citizen.largeType(true);
        expect(await citizen.overflow()).toBe(0);
        await citizen.largeType(false);
        await citizen.press(other);
      }
    };
    await citizen.part('phone-field').waitFor();
    await inBothLanguages();
    await citizen.part('phone-field').fill('12');
    await citizen.press('Gửi mã');
    await inBothLanguages();
    await citizen.signIn(phone);
    await citizen.part('birth-date-field').waitFor();
    await inBothLanguages();
    await citizen.openPerson('14/03/1990');
    await inBothLanguages();
    await citizen.openQr();
    await inBothLanguages();
  });
});
