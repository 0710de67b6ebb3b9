import { setTimeout as pause } from 'node:timers/promises';
import { labOf } from '../journeys/people.js';
import { RunningPlatform } from '../journeys/running-platform.js';
import { attempt, hostileCorpus } from './hostile/hostile-corpus.js';
import { percentile, report } from './measure.js';

/**
 * What hostile operations cost everybody else: 50 good requests a second alone, then beside the corpus at 20 a second, then
 * beside an attacker who sends the next as soon as the last was refused. The gateway is a process of its own.
 */
const seconds = 20;
const goodPerSecond = 50;
const hostilePerSecond = 20;
const schema = new URL('../../../schema/api.graphql', import.meta.url);

const platform = await RunningPlatform.start();
const lab = await labOf(platform);
const corpus = hostileCorpus(schema);
const good = () => lab.ask('query Good { ownLab { code name sync { status dueAt } } }');

/** Sends good requests at their moments, whether or not the one before was answered: nobody waits for anybody. */
async function timesOfGood(isOver: () => boolean): Promise<number[]> {
  const times: number[] = [];
  const began = performance.now();
  const sent: Promise<void>[] = [];
  for (let index = 0; !isOver(); index++) {
    const due = began + (index * 1_000) / goodPerSecond;
    await pause(Math.max(0, due - performance.now()));
    sent.push(good().then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(sent);
  return times.sort((a, b) => a - b);
}

function lasting(length: number): () => boolean {
  const end = performance.now() + length * 1_000;
  return () => performance.now() >= end;
}

/** Sends the corpus over and over, so many a second. @throws Error where something is let in */
async function attackUntil(isOver: () => boolean, perSecond: number): Promise<Map<string, number>> {
  const slowest = new Map<string, number>();
  const began = performance.now();
  for (let index = 0; !isOver(); index++) {
    await pause(Math.max(0, began + (index * 1_000) / perSecond - performance.now()));
    const request = corpus[index % corpus.length]!;
    const { code, milliseconds } = await attempt(platform.url, request);
    if (!request.codes.includes(code ?? '')) throw new Error(`${request.name} was answered with ${code}`);
    const name = `${index % corpus.length} ${request.name}`;
    slowest.set(name, Math.max(slowest.get(name) ?? 0, milliseconds));
  }
  return slowest;
}

// Everything is compiled and cached before anything is measured.
await Promise.all([timesOfGood(lasting(5)), attackUntil(lasting(5), Number.POSITIVE_INFINITY)]);
const idle = await timesOfGood(lasting(seconds));
const during = async (perSecond: number) => {
  const isOver = lasting(seconds);
  return Promise.all([timesOfGood(isOver), attackUntil(isOver, perSecond)]);
};
const [beside, refused] = await during(hostilePerSecond);
const [besideFlood] = await during(Number.POSITIVE_INFINITY);
const bySlowness = [...refused].sort(([, a], [, b]) => b - a);

report(
  `50 good requests a second beside ${hostilePerSecond} hostile ones (${beside.length}), p99`,
  percentile(beside, 0.99),
  { name: 'alone, p99', milliseconds: percentile(idle, 0.99) },
  'at most 3 times',
);
report(
  'The same beside one after the other without a pause, p99',
  percentile(besideFlood, 0.99),
  { name: 'alone, p99', milliseconds: percentile(idle, 0.99) },
  'none',
);
process.stdout.write(
  `${refused.size} of ${corpus.length} hostile operations refused, each several times; the slowest at its worst: ${bySlowness
    .slice(0, 3)
    .map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(1)} ms`)
    .join(', ')}. Aim: each under 50 ms.\n`,
);
await platform.stop();
process.exit(0);
