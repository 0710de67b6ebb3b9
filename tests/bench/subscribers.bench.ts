import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BenchProcess, pinSelf, startContender } from './gateway/contenders.js';
import { percentile } from './measure.js';
import { LoadOfSubscribers } from './subscribers/load-of-subscribers.js';

/**
 * From an event with a join to its last delivery to 1,000 sockets: at the gateway, at a gateway where no two subscribers
 * ask the same, and at clients that are connected to the subgraph itself, without the join; and memory a subscriber.
 */
const subscribers = 1_000;
const rounds = 20;
const remembered = 4_000;

const fields = '{ id at what place { id name city } }';
const folder = mkdtempSync(join(tmpdir(), 'ketqua-subscribers-bench-'));
const pinned = pinSelf();
const measured = fileURLToPath(new URL('subscribers/measured-events.js', import.meta.url));
const subgraphs = BenchProcess.start('others', [measured]);
const { supergraphSdl, events } = JSON.parse(await subgraphs.firstLine()) as Record<
  'supergraphSdl' | 'events',
  string
>;
const file = join(folder, 'supergraph.graphql');
writeFileSync(file, supergraphSdl);
const happen = () => fetch(events.replace('/graphql', '/happen'), { method: 'POST' });

async function lastDeliveryAt(url: string, query: (index: number) => string): Promise<number> {
  const load = await LoadOfSubscribers.open(url, subscribers, query);
  await pause(1_000);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(await load.timeOf(happen));
    await pause(50);
  }
  load.close();
  await pause(1_000);
  return percentile(
    times.sort((a, b) => a - b),
    0.5,
  );
}

/** Resident memory of a process, in bytes. */
function memoryOf({ pid }: BenchProcess): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) * 1024;
}

/** The least that a process holds while events go by: what opening left behind is collected meanwhile. */
async function settledMemory(process: BenchProcess, load: LoadOfSubscribers): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let event = 0; event < 60; event++) {
    await load.timeOf(happen);
    await pause(250);
    least = Math.min(least, memoryOf(process));
  }
  return least;
}

const gateway = await startContender('ours', file);
const shared = await lastDeliveryAt(gateway.url, () => `subscription { happened ${fields} }`);
const unshared = await lastDeliveryAt(
  gateway.url,
  (index) => `subscription { own${index}: happened ${fields} }`,
);
const direct = await lastDeliveryAt(events, () => 'subscription { happened { id at what place { id } } }');
await gateway.process.end();

const fresh = await startContender('ours', file);
const first = await LoadOfSubscribers.open(fresh.url, 500, () => `subscription { happened ${fields} }`);
const before = await settledMemory(fresh.process, first);
const more = await LoadOfSubscribers.open(fresh.url, remembered, () => `subscription { happened ${fields} }`);
const bytes = (await settledMemory(fresh.process, more)) - before;
first.close();
more.close();

process.stdout.write(
  [
    `${subscribers} subscribers, one event with a join, last delivery, median of ${rounds}${pinned ? '' : ' (cores not pinned)'}:`,
    `  at the gateway                    ${shared.toFixed(1)} ms`,
    `  where none shares with another    ${unshared.toFixed(1)} ms, ${(shared / unshared).toFixed(2)} of it. Aim: at most 0.17.`,
    `  at the subgraph, without the join ${direct.toFixed(1)} ms, ${(shared / direct).toFixed(2)} of it. Aim: at most 0.7.`,
    `Memory a subscriber, socket included: ${(bytes / remembered / 1_000).toFixed(1)} kB. Aim: at most 12 kB.`,
    '',
  ].join('\n'),
);
await fresh.process.end();
await subgraphs.end();
rmSync(folder, { recursive: true });
process.exit(0);
