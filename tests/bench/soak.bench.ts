import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BenchProcess, pinSelf, startContender } from './gateway/contenders.js';
import { percentile } from './measure.js';
import { LoadOfSubscribers } from './subscribers/load-of-subscribers.js';

/**
 * 10,000 subscribers of one gateway for ten minutes (or the minutes that are given), with an event every five seconds: every
 * one of them hears every event, and memory does not grow. The ratio is that of the last minute to the first.
 */
const subscribers = 10_000;
const minutes = Number(process.argv[2] ?? 10);
const interval = 5_000;

const folder = mkdtempSync(join(tmpdir(), 'ketqua-soak-bench-'));
pinSelf();
const subgraphs = BenchProcess.start('others', [
  fileURLToPath(new URL('subscribers/measured-events.js', import.meta.url)),
]);
const { supergraphSdl, events } = JSON.parse(await subgraphs.firstLine()) as Record<
  'supergraphSdl' | 'events',
  string
>;
const file = join(folder, 'supergraph.graphql');
writeFileSync(file, supergraphSdl);
const gateway = await startContender('ours', file);
const query = 'subscription { happened { id at what place { id name city } } }';
const load = await LoadOfSubscribers.open(gateway.url, subscribers, () => query);
await pause(2_000);

const times: number[] = [];
const memory: number[] = [];
const endsAt = performance.now() + minutes * 60_000;
while (performance.now() < endsAt) {
  const happen = () => fetch(events.replace('/graphql', '/happen'), { method: 'POST' });
  const lost = pause(20_000, undefined, { ref: false }).then(() => {
    throw new Error(`An event did not reach all ${subscribers} within 20 s; ${load.open} sockets are open`);
  });
  times.push(await Promise.race([load.timeOf(happen), lost]));
  memory.push(memoryOf(gateway.process));
  await pause(interval);
}
const first = times.slice(0, 12).sort((a, b) => a - b);
const last = times.slice(-12).sort((a, b) => a - b);
process.stdout.write(
  [
    `${subscribers} subscribers, ${minutes} minutes, ${times.length} events: each heard by all, ${load.open} sockets are open.`,
    `  last delivery, median of the first minute ${percentile(first, 0.5).toFixed(0)} ms, of the last ${percentile(last, 0.5).toFixed(0)} ms: ${(percentile(last, 0.5) / percentile(first, 0.5)).toFixed(2)} of it`,
    `  memory of the gateway ${(memory[0]! / 1e6).toFixed(0)} MB at the begin, ${(memory.at(-1)! / 1e6).toFixed(0)} MB at the end: ${(memory.at(-1)! / memory[0]!).toFixed(2)} of it`,
    '',
  ].join('\n'),
);
load.close();
await gateway.process.end();
await subgraphs.end();
rmSync(folder, { recursive: true });
process.exit(0);

/** Resident memory of a process, in bytes. */
function memoryOf({ pid }: BenchProcess): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) * 1024;
}
