import type { Database } from '@ketqua/platform';
import { silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RequestCounts } from './request-counts.js';

/** Half a minute after a minute began. */
const halfPast = 30_000;

let database: Database;
let opened: RequestCounts[];
beforeEach(async () => {
  database = await testDatabase();
  opened = [];
});
afterEach(async () => {
  for (const counts of opened) await counts.close();
  await database.close().catch(() => undefined);
});

async function gateway(now: () => number = () => halfPast): Promise<RequestCounts> {
  const counts = await RequestCounts.open({ shared: { database, masterKey: testKey }, log: silentLog, now });
  opened.push(counts);
  return counts;
}

function take(counts: RequestCounts, subject: string, times: number, limit = 100): (number | undefined)[] {
  return Array.from({ length: times }, () => counts.take(subject, limit));
}

const rows = () => database.query<{ requests: number }>('select requests from gateway.request_count');

describe('counts of requests', () => {
  it('hold at all gateways together, and tell how long to wait', async () => {
    const [here, there] = [await gateway(), await gateway()];
    expect(take(here, 'a', 60)).not.toContain(30);
    await here.settle();
    take(there, 'a', 5);
    await there.settle();
    const judged = take(there, 'a', 40);
    expect(judged.filter((wait) => wait === undefined)).toHaveLength(35);
    expect(judged.at(-1)).toBe(30);
    await there.settle();
    expect(take(there, 'b', 1)).toEqual([undefined]);
    expect(await rows()).toEqual([{ requests: 100 }]);
  });

  it('cost the database nothing for whoever asks little', async () => {
    const counts = await gateway();
    for (let index = 0; index < 50; index++) take(counts, `visitor ${index}`, 4);
    await counts.settle();
    expect(await rows()).toEqual([]);
  });

  it('name nobody in the database', async () => {
    const counts = await gateway();
    take(counts, 'address 203.0.113.7', 50);
    await counts.settle();
    const [row] = await database.query<{ subject: string }>('select subject from gateway.request_count');
    expect(row!.subject).toMatch(/^[\w-]{43}$/);
  });

  it('begin anew with the next minute, and keep nothing of the one before the last', async () => {
    let now = halfPast;
    const counts = await gateway(() => now);
    expect(take(counts, 'a', 101).at(-1)).toBe(30);
    await counts.settle();
    now += 60_000;
    expect(take(counts, 'a', 100)).not.toContain(30);
    now += 60_000;
    take(counts, 'a', 1);
    await expect.poll(rows).toEqual([]);
  });

  it('go on at each gateway alone while the database is gone', async () => {
    const counts = await gateway();
    take(counts, 'a', 50);
    await database.close();
    await counts.settle();
    const judged = take(counts, 'a', 51);
    expect(judged.filter((wait) => wait === undefined)).toHaveLength(50);
    expect(judged.at(-1)).toBe(30);
  });
});
