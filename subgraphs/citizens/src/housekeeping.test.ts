import { AccessTokens, type AccountViewer } from '@ketqua/platform';
import { testKey } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepHouse } from './housekeeping.js';
import { CitizensBench, type SessionData } from './testing/citizens-bench.js';

describe('housekeeping', () => {
  let bench: CitizensBench;
  const phone = '+84902000091';
  const viewerOf = async ({ accessToken }: SessionData) =>
    (await new AccessTokens(testKey).read(accessToken)).viewer as AccountViewer;
  const count = async (of: string, parameters: unknown[] = []) => {
    const [row] = await bench.database.query<{ n: string }>(
      `select count(*) as n from citizens.${of}`,
      parameters,
    );
    return Number(row!.n);
  };

  beforeAll(async () => {
    bench = await CitizensBench.open();
    await bench.report(phone);
  });
  afterAll(() => bench.close());

  it('forgets a device whose cookie is gone, unless somebody is signed in on it still', async () => {
    const [gone, used] = await Promise.all(
      [await bench.signIn(phone), await bench.signIn(phone)].map(viewerOf),
    );
    await bench.database.query("update citizens.device set last_used_at = now() - interval '401 days'");
    await bench.database.query('update citizens.session set expires_at = now() where id = $1', [
      gone!.sessionId,
    ]);
    await sweepHouse(bench.database);
    expect(await count('device where id = $1', [gone!.deviceId])).toBe(0);
    expect(await count('device where id = $1', [used!.deviceId])).toBe(1);
  });

  it('deletes refresh tokens that can tell no theft any more, and what waits for no session', async () => {
    const viewer = await viewerOf(await bench.signIn(phone));
    const open = 'push_subscription where session_id = $1';
    await bench.database.query(
      `insert into citizens.push_subscription (id, account_id, session_id, endpoint_index, endpoint, keys)
         values (gen_random_uuid(), $1, $2, 'a', 'a', 'a')`,
      [viewer.accountId, viewer.sessionId],
    );
    await sweepHouse(bench.database);
    expect(await count(open, [viewer.sessionId])).toBe(1);
    const tokens = 'refresh_token where session_id = $1';
    expect(await count(tokens, [viewer.sessionId])).toBe(1);
    await bench.database.query("update citizens.refresh_token set expires_at = now() - interval '1 s'");
    await bench.database.query('update citizens.session set expires_at = now() where id = $1', [
      viewer.sessionId,
    ]);
    await sweepHouse(bench.database);
    expect(await count(open, [viewer.sessionId])).toBe(0);
    expect(await count(tokens, [viewer.sessionId])).toBe(0);
  });

  it('keeps what waits for a phone until it is sent', async () => {
    await bench.database.query(
      `insert into citizens.notice (phone_index, due_at, is_waiting) values
         ('a', now() - interval '2 days', false), ('b', now() + interval '1 hour', true)`,
    );
    await sweepHouse(bench.database);
    expect(await count('notice')).toBe(1);
  });
});
