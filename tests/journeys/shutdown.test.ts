import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { GraphqlClient } from '@ketqua/cli';
import { templateColumns, writeCsv } from '@ketqua/lab-file';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoadBalancer } from './load-balancer.js';
import { labOf, newPhone, sentResult, submit } from './people.js';
import { ResumingSubscriber } from './resuming-subscriber.js';
import { ended, RunningPlatform } from './running-platform.js';

/** How a process ends that had time enough: the 15 s are its own alarm clock, which says so where it rings. */
const inTime = { code: 0, said: expect.not.stringContaining('took too long') };

/** A laboratory's system that sends results one after the other, again under the same key where no answer came. */
class Sender {
  readonly acknowledged: string[] = [];
  #isOver = false;
  readonly #done: Promise<void>;

  constructor(
    private readonly door: string,
    private readonly token: string,
  ) {
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#done;
  }

  async #run(): Promise<void> {
    const lab = new GraphqlClient(this.door).as(this.token);
    while (!this.#isOver) {
      const result = sentResult(newPhone());
      const key = randomUUID();
      for (;;) {
        const receipt = await submit(lab, [result], key).catch(() => undefined);
        if (receipt?.accepted === 1 || receipt?.duplicates === 1) break;
        await pause(50);
      }
      this.acknowledged.push(result.accessionNumber);
      // What counts is what runs at the end, not how much ran before.
      await pause(100);
    }
  }
}

const tokenOf = async ({ url, credentials }: RunningPlatform): Promise<string> => {
  const payload = '... on LabSession { accessToken }';
  const { apiKey } = credentials.labs[0]!;
  return (
    await new GraphqlClient(url).mutate<{ accessToken: string }>('createLabSession', payload, { apiKey })
  ).accessToken;
};

async function storedTimes(lab: GraphqlClient, accessionNumber: string): Promise<number> {
  const query =
    'query ($number: String!) { testResults(filter: { accessionNumber: $number }) { edges { node { id } } } }';
  const { testResults } = await lab.ask<{ testResults: { edges: unknown[] } }>(query, {
    number: accessionNumber,
  });
  return testResults.edges.length;
}

/** What a door's /readyz says, until it says nothing more. */
async function readinessUntilClosed(url: string): Promise<number[]> {
  const told: number[] = [];
  for (;;) {
    const status = await fetch(`${url}/readyz`).then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status === undefined) return told;
    told.push(status);
    await pause(20);
  }
}

async function isUnderWay(url: string): Promise<boolean> {
  const page = await (await fetch(`${url}/metrics`)).text();
  return /^ketqua_requests_in_flight [1-9]/m.test(page);
}

function csvOf(rows: number): string {
  const names = templateColumns.map(({ name }) => name);
  return writeCsv(
    names,
    Array.from({ length: rows }, (_, n) =>
      templateColumns.map(({ name, example }) => (name === 'accessionNumber' ? `END-${n}` : example)),
    ),
  );
}

it('a platform that is told to end as a whole loses nothing that it acknowledged, and stores nothing twice', async () => {
  const platform = await RunningPlatform.start();
  const token = await tokenOf(platform);
  const senders = Array.from({ length: 4 }, () => new Sender(platform.url, token));
  const acknowledged = () => senders.flatMap((sender) => sender.acknowledged);
  await expect.poll(() => acknowledged().length).toBeGreaterThan(20);
  const endings = await platform.endAll();
  expect(endings).toEqual(endings.map(() => inTime));
  const before = acknowledged().length;
  await platform.launch();
  await expect.poll(() => acknowledged().length).toBeGreaterThan(before + 4);
  for (const sender of senders) await sender.stop();
  const lab = await labOf(platform);
  for (const number of acknowledged()) expect(await storedTimes(lab, number), number).toBe(1);
  await platform.stop();
}, 300_000);

describe.runIf(process.env.DATABASE_URL)('a process that is told to end', () => {
  let platform: RunningPlatform;
  let leaving: { url: string; child: ChildProcess };
  let balancer: LoadBalancer;
  let token: string;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
    // The first in the row is the one that leaves; it goes on listening long enough to be looked at.
    leaving = await platform.anotherGateway({ KETQUA_DRAIN_SECONDS: '3' });
    balancer = await LoadBalancer.before([leaving.url, platform.url]);
    token = await tokenOf(platform);
  });
  afterAll(async () => {
    balancer?.close();
    await platform?.stop();
  });

  it('as a gateway finishes what runs, loses nothing, and sends its subscribers to another one', async () => {
    const lab = await labOf(platform);
    const subscribers = Array.from({ length: 8 }, () => new ResumingSubscriber(balancer.url, token));
    for (const subscriber of subscribers) await subscriber.begin();
    const senders = Array.from({ length: 4 }, () => new Sender(balancer.url, token));
    // Whoever has heard of nothing yet has no cursor to come back with.
    await expect.poll(() => Math.min(...subscribers.map(({ heard }) => heard.length))).toBeGreaterThan(0);
    const atLeaving = new GraphqlClient(leaving.url).as(token);
    const input = { idempotencyKey: randomUUID(), format: 'CSV', content: csvOf(200) };
    const file = atLeaving
      .mutate<{ accepted: number }>('importResults', '... on SubmissionReceipt { accepted }', input)
      .catch((error: Error) => error);
    await expect.poll(() => isUnderWay(leaving.url)).toBe(true);

    const ending = ended(leaving.child);
    const told = await readinessUntilClosed(leaving.url);
    expect(told).toContain(503);
    expect(told.slice(told.indexOf(503))).not.toContain(200);
    expect(await ending).toEqual(inTime);
    expect(await file).toMatchObject({ accepted: 200 });

    await expect.poll(() => subscribers.every(({ visits, closed }) => visits > closed.length)).toBe(true);
    for (const sender of senders) await sender.stop();
    const left = subscribers.filter(({ closed }) => closed.length);
    expect(left.length).toBeGreaterThan(0);
    expect(left.flatMap(({ closed }) => closed)).toEqual(left.map(() => 1001));

    const acknowledged = senders.flatMap((sender) => sender.acknowledged);
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const number of acknowledged) expect(await storedTimes(lab, number), number).toBe(1);

    // Everybody has heard the same events in the same order, each once, from the first that all of them heard.
    const last = subscribers[0]!.heard.length;
    expect(last).toBeGreaterThan(200);
    await expect
      .poll(() => new Set(subscribers.map(({ heard }) => heard.at(-1))).size, { timeout: 60_000 })
      .toBe(1);
    const [first, ...others] = subscribers.map(({ heard }) => heard);
    expect(new Set(first).size).toBe(first!.length);
    for (const heard of others) {
      const common = Math.min(heard.length, first!.length);
      expect(heard.slice(-common)).toEqual(first!.slice(-common));
    }
    for (const subscriber of subscribers) {
      expect(subscriber.errors).toEqual([]);
      subscriber.end();
    }
  }, 300_000);

  it('as a subgraph finishes what runs, and what it acknowledged is stored', async () => {
    const lab = await labOf(platform);
    const senders = Array.from({ length: 4 }, () => new Sender(platform.url, token));
    await expect.poll(() => senders.flatMap(({ acknowledged }) => acknowledged).length).toBeGreaterThan(20);
    expect(await platform.end('results')).toEqual(inTime);
    await platform.launch();
    const before = senders.flatMap(({ acknowledged }) => acknowledged).length;
    await expect
      .poll(() => senders.flatMap(({ acknowledged }) => acknowledged).length)
      .toBeGreaterThan(before + 4);
    for (const sender of senders) await sender.stop();
    for (const number of senders.flatMap(({ acknowledged }) => acknowledged)) {
      expect(await storedTimes(lab, number), number).toBe(1);
    }
  }, 300_000);

  it('ends at once when it is told again', async () => {
    const { url, child } = await platform.anotherGateway({ KETQUA_DRAIN_SECONDS: '5' });
    const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    child.kill('SIGTERM');
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503);
    // What follows at once is the terminal's echo of the same.
    child.kill('SIGTERM');
    await pause(700);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    child.kill('SIGTERM');
    expect((await exit)[0]).toBe(143);
  });
});
