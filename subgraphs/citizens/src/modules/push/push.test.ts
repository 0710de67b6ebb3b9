import { AccessTokens, type AccountViewer, newId } from '@ketqua/platform';
import { testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownPushServices } from '../../settings.js';
import { CitizensBench, indexOf, type SessionData } from '../../testing/citizens-bench.js';
import { me, setLocale, signOut, subscribeToPush, unsubscribeFromPush } from '../../testing/operations.js';
import { BrowserDouble, PushDouble } from '../../testing/push-double.js';

describe('a web push', () => {
  let bench: CitizensBench;
  let service: PushDouble;
  let publicKey: string;
  let phones = 0;
  const viewerOf = async ({ accessToken }: SessionData) =>
    (await new AccessTokens(testKey).read(accessToken)).viewer as AccountViewer;
  const subscribe = (viewer: AccountViewer, input: object) =>
    bench.ask<{ __typename: string; code?: string; path?: string[] }>(subscribeToPush, { input }, viewer);
  /** Somebody signed in, whose browser asked for notifications. */
  const subscriber = async () => {
    const phone = `+84902001${String(++phones).padStart(3, '0')}`;
    await bench.report(phone);
    const viewer = await viewerOf(await bench.signIn(phone));
    const browser = new BrowserDouble();
    expect(await subscribe(viewer, browser.subscription)).toMatchObject({ __typename: 'PushSubscription' });
    return { phone, viewer, browser };
  };
  const due = (...of: string[]) => bench.tell('person.notice-due', { phoneIndexes: of.map(indexOf) });
  const subscriptions = async ({ accountId }: AccountViewer) => {
    const [row] = await bench.database.query<{ n: string }>(
      'select count(*) as n from citizens.push_subscription where account_id = $1',
      [accountId],
    );
    return Number(row!.n);
  };

  beforeAll(async () => {
    service = await PushDouble.open();
    bench = await CitizensBench.open({
      push: { contact: 'mailto:test@ketqua.invalid', services: knownPushServices, double: service.origin },
    });
    const { viewer } = await subscriber();
    publicKey = await bench.ask<string>('{ pushPublicKey }', {}, viewer);
  });
  afterAll(async () => {
    await bench.close();
    await service.close();
  });

  it('reaches the browser beside the text, and says in its language that something waits: no more', async () => {
    const { phone, viewer, browser } = await subscriber();
    await due(phone);
    await expect.poll(() => service.to(browser).length, { timeout: 10_000 }).toBe(1);
    const [push] = service.to(browser);
    expect(browser.read(push!, publicKey)).toBe('Bạn có thông báo mới.');
    expect(push!.headers).toMatchObject({ ttl: '86400', urgency: 'high', topic: 'notice' });
    await expect.poll(async () => (await bench.messagesTo(phone)).length, { timeout: 10_000 }).toBe(2);
    await bench.ask(setLocale, { input: { locale: 'en' } }, viewer);
    await bench.database.query("update citizens.notice set due_at = due_at - interval '10 minutes'");
    await due(phone);
    await expect.poll(() => service.to(browser).length, { timeout: 10_000 }).toBe(2);
    const second = service.to(browser)[1]!;
    expect(browser.read(second, publicKey)).toBe('You have a new message.');
    // Every push is as long as every other.
    expect(second.body.length).toBe(push!.body.length);
    expect(() => new BrowserDouble().read(second, publicKey)).toThrow();
  });

  it('is tried again where the service is busy, and never again where the browser is gone', async () => {
    const busy = await subscriber();
    service.answers.push(429);
    await due(busy.phone);
    await expect.poll(() => service.to(busy.browser).length, { timeout: 10_000 }).toBe(1);
    await expect
      .poll(
        async () => {
          await bench.database.query(
            "update citizens_jobs.job set start_after = now() where name = 'send-pushes' and state = 'retry'",
          );
          return service.to(busy.browser).length;
        },
        { timeout: 15_000 },
      )
      .toBe(2);
    const gone = await subscriber();
    service.answers.push(410);
    await due(gone.phone);
    await expect.poll(() => subscriptions(gone.viewer), { timeout: 10_000 }).toBe(0);
    expect(service.to(gone.browser)).toHaveLength(1);
  });

  it('follows no service elsewhere', async () => {
    const { phone, viewer, browser } = await subscriber();
    service.answers.push(307);
    await due(phone);
    await expect.poll(() => bench.logged, { timeout: 10_000 }).toContain('a push service refused notices');
    expect(service.to(browser)).toHaveLength(1);
    expect(await subscriptions(viewer)).toBe(1);
    expect(bench.logged).not.toMatch(/fcm\.googleapis|fcm\/send/);
  });

  it('ends with its session, and the browser is the one that subscribed it last', async () => {
    const first = await subscriber();
    const second = await subscriber();
    await subscribe(second.viewer, first.browser.subscription);
    expect([await subscriptions(first.viewer), await subscriptions(second.viewer)]).toEqual([0, 1]);
    const shown = `{ me { sessions { isNotified } } }`;
    expect(await bench.ask(shown, {}, second.viewer)).toEqual({ sessions: [{ isNotified: true }] });
    await bench.ask(signOut, { input: {} }, second.viewer);
    expect(await subscriptions(second.viewer)).toBe(0);
    await due(first.phone, second.phone);
    const marker = await subscriber();
    await due(marker.phone);
    await expect.poll(() => service.to(marker.browser).length, { timeout: 10_000 }).toBe(1);
    expect([service.to(first.browser), service.to(second.browser)]).toEqual([[], []]);
    // Nor does a session that is over subscribe.
    expect(await bench.refusal(subscribeToPush, { input: first.browser.subscription }, second.viewer)).toBe(
      'UNAUTHENTICATED',
    );
  });

  it('is taken back by its account alone', async () => {
    const [mine, theirs] = [await subscriber(), await subscriber()];
    const { endpoint } = mine.browser.subscription;
    const back = (viewer: AccountViewer) => bench.ask(unsubscribeFromPush, { input: { endpoint } }, viewer);
    expect(await back(theirs.viewer)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await back({ ...theirs.viewer, accountId: newId() })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await subscriptions(mine.viewer)).toBe(1);
    expect(await back(mine.viewer)).toMatchObject({ __typename: 'PushSubscription' });
    expect(await subscriptions(mine.viewer)).toBe(0);
    expect(await bench.refusal('{ pushPublicKey }')).toBe('UNAUTHENTICATED');
  });

  it.each([
    'http://fcm.googleapis.com/fcm/send/a',
    'https://127.0.0.1/fcm/send/a',
    'https://[::1]/a',
    'https://[::ffff:127.0.0.1]/a',
    'https://localhost/a',
    'https://2130706433/a',
    'http://169.254.169.254/latest/meta-data/',
    'https://169.254.169.254/latest/meta-data/',
    'https://metadata.google.internal/computeMetadata/v1/',
    'https://fcm.googleapis.com:8443/a',
    'https://fcm.googleapis.com.attacker.example/a',
    'https://attacker.example/fcm.googleapis.com',
    'https://evilfcm.googleapis.com/a',
    'https://fcm.googleapis.com@127.0.0.1/a',
    'https://user:secret@fcm.googleapis.com/a',
    'https://notify.windows.com.attacker.example/a',
    'file:///etc/passwd',
    `https://fcm.googleapis.com/${'a'.repeat(1_000)}`,
    'nonsense',
    '',
  ])('goes to no %s', async (endpoint) => {
    const viewer = { ...(await subscribedViewer()) };
    const answer = await subscribe(viewer, { ...new BrowserDouble().subscription, endpoint });
    expect(answer).toMatchObject({ code: 'PUSH_REFUSED', path: ['input', 'endpoint'] });
  });
  let known: Promise<AccountViewer> | undefined;
  const subscribedViewer = () => {
    known ??= subscriber().then(({ viewer }) => viewer);
    return known;
  };

  it('takes no key that is no point of the curve, and no other secret than one of 16 bytes', async () => {
    const viewer = await subscribedViewer();
    const { subscription } = new BrowserDouble();
    const offCurve = Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)]).toString('base64url');
    for (const wrong of [
      { p256dh: offCurve },
      { p256dh: 'AAAA' },
      { auth: 'AAAA' },
      { auth: 'a'.repeat(2e4) },
    ]) {
      expect(await subscribe(viewer, { ...subscription, ...wrong })).toMatchObject({ code: 'PUSH_REFUSED' });
    }
  });

  it('is at rest neither in an endpoint nor in a key, and its signing key is made once', async () => {
    const { browser } = await subscriber();
    const rows = await bench.database.query<{ row: string }>(
      `select row::text from citizens.push_subscription as row
       union all select row::text from citizens.push_key as row`,
    );
    const stored = rows.map(({ row }) => row).join();
    for (const text of Object.values(browser.subscription)) {
      expect(stored).not.toContain(text);
      expect(stored).not.toContain(Buffer.from(text).toString('hex'));
    }
    expect(stored).toContain(publicKey);
    expect(rows.length).toBeGreaterThan(1);
  });

  it('is sent by no installation that has no contact for it', async () => {
    const quiet = await CitizensBench.open();
    const phone = '+84902000199';
    await quiet.report(phone);
    const viewer = await viewerOf(await quiet.signIn(phone));
    expect(await quiet.ask('{ pushPublicKey }', {}, viewer)).toBeNull();
    const input = new BrowserDouble().subscription;
    expect(await quiet.ask(subscribeToPush, { input }, viewer)).toMatchObject({ code: 'PUSH_REFUSED' });
    expect(await quiet.ask(me, {}, viewer)).toMatchObject({ id: viewer.accountId });
    await quiet.close();
  });
});
