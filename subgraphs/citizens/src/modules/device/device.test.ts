import { AccessTokens, type AccountViewer, newId } from '@ketqua/platform';
import { testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CitizensBench, indexOf, type SessionData } from '../../testing/citizens-bench.js';
import { refreshSession, verifyOtp } from '../../testing/operations.js';
import { knownDeviceOf } from './known-device.js';

describe('a device', () => {
  let bench: CitizensBench;
  const [phone, other] = ['+84902000061', '+84902000062'] as const;
  const viewerOf = async ({ accessToken }: SessionData) =>
    (await new AccessTokens(testKey).read(accessToken)).viewer as AccountViewer;
  const deviceOf = async (session: SessionData) => (await viewerOf(session)).deviceId;

  beforeAll(async () => {
    bench = await CitizensBench.open();
    await bench.report(phone);
    await bench.report(other);
  });
  afterAll(() => bench.close());

  it('stays the same when the account signs in on it again, and through every refresh', async () => {
    const first = await bench.signIn(phone);
    const again = await bench.signIn(phone, first.deviceToken);
    expect(again.deviceToken).toBe(first.deviceToken);
    expect(await deviceOf(again)).toBe(await deviceOf(first));
    const input = { refreshToken: again.refreshToken };
    const refreshed = await bench.ask<SessionData>(refreshSession, { input });
    expect(await deviceOf(refreshed)).toBe(await deviceOf(first));
  });

  it('is another one without its token, and is told what it is known by', async () => {
    const [first, second] = [await bench.signIn(phone), await bench.signIn(phone)];
    expect(second.deviceToken).toMatch(/^[\w-]{43}$/);
    expect(second.deviceToken).not.toBe(first.deviceToken);
    expect(await deviceOf(second)).not.toBe(await deviceOf(first));
  });

  it("is known by a page's cookie, from the gateway, before what the page says", async () => {
    const [page, elsewhere] = [await bench.signIn(phone), await bench.signIn(phone)];
    const input = { ...(await bench.challenge(phone)), deviceToken: elsewhere.deviceToken };
    const { deviceToken } = page;
    const again = await bench.ask<SessionData>(verifyOtp, { input }, undefined, { deviceToken });
    expect(await deviceOf(again)).toBe(await deviceOf(page));
  });

  it('is one for each account: the token of another is taken for none, and neither is one that was made up', async () => {
    const mine = await bench.signIn(phone);
    const theirs = await bench.signIn(other, mine.deviceToken);
    expect(theirs.deviceToken).not.toBe(mine.deviceToken);
    expect(await deviceOf(theirs)).not.toBe(await deviceOf(mine));
    const madeUp = 'A'.repeat(43);
    expect((await bench.signIn(phone, madeUp)).deviceToken).not.toBe(madeUp);
    expect(await deviceOf(await bench.signIn(phone, mine.deviceToken))).toBe(await deviceOf(mine));
  });

  it('is known to whoever asks by phone and token, and to nobody by one of the two', async () => {
    const session = await bench.signIn(phone);
    const index = (of: string) => Buffer.from(indexOf(of), 'base64url');
    const known = (of: string, token: string | null) =>
      knownDeviceOf((sql, parameters) => bench.database.query(sql, parameters), index(of), token);
    expect(await known(phone, session.deviceToken)).toBe(await deviceOf(session));
    expect(await known(other, session.deviceToken)).toBeNull();
    expect(await known(phone, newId())).toBeNull();
    expect(await known(phone, null)).toBeNull();
  });

  it('is stored by a hash of what it is known by', async () => {
    const { deviceToken } = await bench.signIn(phone);
    const rows = await bench.database.query<{ row: string }>(
      'select device::text as row from citizens.device',
    );
    expect(rows.map(({ row }) => row).join()).not.toContain(deviceToken);
    expect(rows.map(({ row }) => row).join()).not.toContain(
      Buffer.from(deviceToken, 'base64url').toString('hex'),
    );
  });
});
