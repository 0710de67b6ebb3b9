import { join } from 'node:path';
import { BrowserDouble } from '@ketqua/citizens/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bringsBrowser, UnpackedBrowser } from './browser-unpacked.js';
import { screens, Visitor } from './browser-visitor.js';
import { labOf, newPhone, sentResult, submit } from './people.js';
import { RunningPlatform } from './running-platform.js';

describe.skipIf(!bringsBrowser)('an account, in the browser', () => {
  let platform: RunningPlatform;
  let browser: UnpackedBrowser;
  const visitors: Visitor[] = [];

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    browser = await UnpackedBrowser.start(join(platform.home, 'camera.mjpeg'));
  });
  afterEach(async () => {
    const gone = visitors.splice(0);
    const wrongs = gone.flatMap((visitor) => visitor.wrongs);
    await Promise.all(gone.map((visitor) => visitor.leave()));
    expect(wrongs).toEqual([]);
  });
  afterAll(async () => {
    await browser?.stop();
    await platform?.stop();
  });

  async function signedIn(phone: string, screen = screens.phone): Promise<Visitor> {
    const visitor = await Visitor.at(browser, platform, '/', screen);
    visitors.push(visitor);
    await visitor.signIn(phone);
    return visitor;
  }

  it('shows where it is signed in, and a lost phone is signed out from another, at once', async () => {
    const phone = newPhone();
    await submit(await labOf(platform), [sentResult(phone)]);
    const here = await signedIn(phone);
    const lost = await signedIn(phone, screens.desk);
    await lost.openPerson('14/03/1990');
    await here.page.getByRole('link', { name: 'Tài khoản', exact: true }).click();
    await here.part('session').nth(1).waitFor();
    expect(await here.part('session').allInnerTexts()).toEqual([
      expect.stringMatching(/^Chrome, Linux\s*\(Thiết bị này\)/),
      expect.stringMatching(/^Chrome, Linux\s/),
    ]);
    expect(await here.overflow()).toBe(0);
    await here.part('end-session').click();
    await here.page.getByText('Đã đăng xuất thiết bị đó.').waitFor();
    await here.part('session').nth(1).waitFor({ state: 'detached' });
    await lost.page.reload();
    await lost.part('phone-field').waitFor();
    expect((await lost.cookies()).map(({ name }) => name)).not.toContain('ketqua_access');
  });

  it('outlives an answer that was lost on the way, and no theft of its cookie', async () => {
    const phone = newPhone();
    await submit(await labOf(platform), [sentResult(phone)]);
    const citizen = await signedIn(phone);
    const all = await citizen.cookies();
    const kept = (...names: string[]) =>
      all.flatMap(({ name, value }) => (names.includes(name) ? [`${name}=${value}`] : [])).join('; ');
    const refreshed = async (cookie: string) => {
      const query = 'mutation { refreshSession(input: {}) { __typename ... on Session { refreshToken } } }';
      const response = await fetch(`${platform.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-ketqua-session': 'cookie', cookie },
        body: JSON.stringify({ query }),
      });
      const { data } = (await response.json()) as { data: { refreshSession: { __typename: string } } };
      const next = response.headers.getSetCookie().find((set) => set.startsWith('ketqua_refresh='));
      return { ...data.refreshSession, next: next?.split(';')[0] };
    };
    const own = kept('ketqua_refresh', 'ketqua_device');
    const first = await refreshed(own);
    expect(first).toMatchObject({ __typename: 'Session', refreshToken: null });
    expect(await refreshed(own)).toEqual(first);
    expect(await refreshed(kept('ketqua_refresh'))).toMatchObject({ __typename: 'SessionExpiredError' });
    expect(await refreshed(`${first.next}; ${kept('ketqua_device')}`)).toMatchObject({
      __typename: 'SessionExpiredError',
    });
    await citizen.page.reload();
    await citizen.part('phone-field').waitFor();
  });

  it('is written to in the language that is chosen', async () => {
    const phone = newPhone();
    await submit(await labOf(platform), [sentResult(phone)]);
    const citizen = await signedIn(phone);
    await citizen.page.getByRole('link', { name: 'Tài khoản', exact: true }).click();
    await citizen.page.getByLabel('English', { exact: true }).check();
    await citizen.page.getByText('The language is saved.').waitFor();
    expect(await citizen.language()).toBe('en');
    await submit(await labOf(platform), [sentResult(phone)]);
    expect(await citizen.overflow()).toBe(0);
  });

  it('offers notifications once a result is open, and once only', async () => {
    const phone = newPhone();
    await submit(await labOf(platform), [sentResult(phone)]);
    const citizen = await signedIn(phone);
    const { page } = citizen;
    await page.evaluate(browserOf(new BrowserDouble()));
    expect(await citizen.part('push-offer').count()).toBe(0);
    await citizen.openPerson('14/03/1990');
    await citizen.part('push-accept').click();
    await citizen.part('push-offer').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Tài khoản', exact: true }).click();
    await citizen.part('push', { state: 'on' }).waitFor();
    expect(await citizen.part('session').innerText()).toContain('Nhận thông báo');
    expect(await citizen.overflow()).toBe(0);

    await citizen.part('push-off').click();
    await citizen.part('push', { state: 'off' }).waitFor();
    await page.getByRole('link', { name: 'Quay lại kết quả' }).click();
    await citizen.part('result').waitFor();
    expect(await citizen.part('push-offer').count()).toBe(0);
  });

  it('is ended with a fresh code, says what is kept, and leaves nothing in the browser', async () => {
    const phone = newPhone();
    await submit(await labOf(platform), [sentResult(phone)]);
    const citizen = await signedIn(phone);
    await citizen.openPerson('14/03/1990');
    await citizen.page.getByRole('link', { name: 'Tài khoản', exact: true }).click();
    await citizen.part('begin-end').click();
    await citizen.part('keep-account').click();
    await citizen.part('session').first().waitFor();
    await citizen.part('begin-end').click();
    // The code of the sign-in counts as old, once.
    await citizen.page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('mutation EndAccount(')) return route.fallback();
      const error = { __typename: 'StepUpRequiredError', code: 'STEP_UP_REQUIRED', message: '…' };
      await route.fulfill({ json: { data: { endAccount: error } } });
      await citizen.page.unroute('**/graphql');
    });
    await citizen.part('end-account').click();
    await citizen.part('phone-field').waitFor();
    expect(await citizen.page.getByRole('button', { name: 'Giữ tài khoản' }).count()).toBe(1);
    await citizen.signIn(phone);
    await citizen.part('ended-account').waitFor();
    expect(await citizen.part('ended-account').innerText()).toMatch(/phòng xét nghiệm.*thời hạn luật định/s);
    expect(await citizen.overflow()).toBe(0);
    expect(await citizen.cookies()).toEqual([]);
    await citizen.part('leave-ended').click();
    await citizen.part('phone-field').waitFor();
    expect((await citizen.readable()).stores).not.toHaveProperty('ketqua.session');
    // Whoever signs in again proves its people anew.
    await citizen.signIn(phone);
    await citizen.part('birth-date-field').waitFor();
  });
});

/** What a browser with a push service does: this one has none, and asks no other host. */
function browserOf({ subscription: { endpoint, ...keys } }: BrowserDouble): string {
  return `(() => {
    const facts = ${JSON.stringify({ endpoint, keys })};
    let subscription = null;
    // Without a window the browser says that it may not, whatever is granted.
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
    Notification.requestPermission = async () => 'granted';
    PushManager.prototype.getSubscription = async () => subscription;
    PushManager.prototype.subscribe = async () => {
      subscription = {
        endpoint: facts.endpoint,
        toJSON: () => facts,
        unsubscribe: async () => (subscription = null) === null,
      };
      return subscription;
    };
  })()`;
}
