import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BenchProcess, installPeers, pinSelf, startContender } from './gateway/contenders.js';
import { percentile } from './measure.js';
import { LoadOfSubscribers } from './subscribers/load-of-subscribers.js';

/**
 * From an event with a join to its last delivery to 1,000 sockets: at our gateway, at Hive's, at ours where no two
 * subscribers ask the same, and at clients that are connected to the subgraph itself, without the join; and memory a
 * subscriber. One supergraph and the same subgraphs; what serves the sockets is on one core, all else on the other; short
 * rounds take turns, so that whatever else the machine does is everybody's.
 */
const subscribers = 1_000;
const rounds = 5;
const eventsARound = 12;
/** The first events of a round, which find compilers and connections cold. */
const unmeasured = 4;
const remembered = 4_000;

const fields = '{ id at what place { id name city } }';
const folder = mkdtempSync(join(tmpdir(), 'ketqua-subscribers-bench-'));
installPeers();
const pinned = pinSelf();

interface Subgraphs {
  readonly process: BenchProcess;
  readonly supergraphSdl: string;
  /** Where the events are. */
  readonly url: string;
}

async function startSubgraphs(core: 'gateway' | 'others'): Promise<Subgraphs> {
  const program = fileURLToPath(new URL('subscribers/measured-events.js', import.meta.url));
  const started = BenchProcess.start(core, [program]);
  const { supergraphSdl, events } = JSON.parse(await started.firstLine()) as Record<
    'supergraphSdl' | 'events',
    string
  >;
  return { process: started, supergraphSdl, url: events };
}

const subgraphs = await startSubgraphs('others');
const file = join(folder, 'supergraph.graphql');
writeFileSync(file, subgraphs.supergraphSdl);
const happenAt = (url: string) => () => fetch(url.replace('/graphql', '/happen'), { method: 'POST' });
const happen = happenAt(subgraphs.url);

/** Where subscribers are connected, and what each asks. */
interface Measured {
  readonly url: string;
  /** The process that serves the sockets. */
  readonly process: BenchProcess;
  readonly happen: () => Promise<unknown>;
  readonly query: (index: number) => string;
  /** What an event says where it is whole. */
  readonly whole: string;
  /** Milliseconds to the last delivery of an event. */
  readonly times: number[];
  /** Microseconds of the process for an event, round by round. */
  readonly processor: number[];
}

async function measureRound(measured: Measured): Promise<void> {
  const { url, process, happen, query, whole, times, processor } = measured;
  const load = await LoadOfSubscribers.open(url, subscribers, query);
  await pause(1_000);
  for (let event = 0; event < unmeasured; event++) await load.timeOf(happen);
  const before = process.processorTime;
  for (let event = 0; event < eventsARound; event++) {
    times.push(await load.timeOf(happen));
    await pause(50);
  }
  if (!load.lastText.includes(whole)) throw new Error(`Not the event that was asked for: ${load.lastText}`);
  processor.push((process.processorTime - before) / eventsARound);
  load.close();
  await pause(1_000);
}

const median = (values: readonly number[]) =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

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
const hive = await startContender('Hive', file);
/** Its sockets are served by the core that serves a gateway's. */
const alone = await startSubgraphs('gateway');
const measured = (
  { url, process }: Pick<Measured, 'url' | 'process'>,
  query: Measured['query'],
): Measured => ({
  ...{ url, process, happen, query, whole: '"city":"Cần Thơ"' },
  ...{ times: [], processor: [] },
});
const all = {
  shared: measured(gateway, () => `subscription { happened ${fields} }`),
  hive: measured(hive, () => `subscription { happened ${fields} }`),
  unshared: measured(gateway, (index) => `subscription { own${index}: happened ${fields} }`),
  direct: {
    ...measured(alone, () => 'subscription { happened { id at what place { id } } }'),
    happen: happenAt(alone.url),
    whole: '"place":{"id":"place-',
  },
};
const turns = Object.values(all);
for (let round = 0; round < rounds; round++) {
  for (let turn = 0; turn < turns.length; turn++) await measureRound(turns[(round + turn) % turns.length]!);
}
for (const { process } of [gateway, hive, alone]) await process.end();

const fresh = await startContender('ours', file);
const first = await LoadOfSubscribers.open(fresh.url, 500, () => `subscription { happened ${fields} }`);
const before = await settledMemory(fresh.process, first);
const more = await LoadOfSubscribers.open(fresh.url, remembered, () => `subscription { happened ${fields} }`);
const bytes = (await settledMemory(fresh.process, more)) - before;
first.close();
more.close();

const ours = median(all.shared.times);
const line = (name: string, { times, processor }: Measured, aim = '') => {
  const figures = [
    `${median(times).toFixed(1)} ms`,
    `${(median(processor) / 1_000).toFixed(1)} ms processor`,
    ...(aim && [`ours takes ${(ours / median(times)).toFixed(2)} of it`, aim]),
  ];
  return `  ${name.padEnd(33)} ${figures.join(' | ')}`;
};
process.stdout.write(
  [
    `${subscribers} subscribers, one event with a join, last delivery, median of ${rounds * eventsARound}${pinned ? '' : ' (cores not pinned)'}:`,
    line('at the gateway', all.shared),
    line('at Hive’s gateway', all.hive, 'aim: at most 0.17'),
    line('where none shares with another', all.unshared, 'no aim'),
    line('at the subgraph, without the join', all.direct, 'aim: at most 0.7'),
    `Memory a subscriber, socket included: ${(bytes / remembered / 1_000).toFixed(1)} kB. Aim: at most 12 kB.`,
    '',
  ].join('\n'),
);
await fresh.process.end();
await subgraphs.process.end();
rmSync(folder, { recursive: true });
process.exit(0);
