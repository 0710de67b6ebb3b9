import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  BenchProcess,
  type Contender,
  type ContenderName,
  contenderNames,
  installPeers,
  pinSelf,
  startContender,
} from './gateway/contenders.js';
import { Load, type MeasuredQuery } from './gateway/load.js';
import { percentile } from './measure.js';

/**
 * Processor time a request and its median time: ours against Hive's gateway with its fastest planner and Apollo's as it comes.
 * One supergraph, the same subgraphs, gateways on one core and all others on the other; short runs take turns, so that
 * whatever else the machine does is everybody's.
 */
const rounds = 6;
const runMilliseconds = 2_500;
const warmMilliseconds = 6_000;
const longest = 15 * 60_000;
const many = 16;

const list: MeasuredQuery = {
  name: 'a list of 50 joined over three subgraphs',
  bodies: [
    JSON.stringify({
      operationName: 'Results',
      query:
        'query Results($first: Int!) { results(first: $first) { id status takenAt disease { code name } person { id name birthYear } laboratory { id name city } } }',
      variables: { first: 50 },
    }),
  ],
};
const one: MeasuredQuery = {
  name: 'a query of one subgraph',
  bodies: Array.from({ length: 50 }, (_, index) =>
    JSON.stringify({
      operationName: 'Result',
      query: 'query Result($id: ID!) { result(id: $id) { id status takenAt disease { code name } } }',
      variables: { id: String(index + 1) },
    }),
  ),
};

/** What one contender took for one query, run by run. */
interface Figures {
  readonly processor: number[];
  /** Of many at once, and of one after the other: the median of each run. */
  readonly busy: number[];
  readonly alone: number[];
}

const started: BenchProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'ketqua-gateway-bench-'));
setTimeout(() => void end(1), longest).unref();

async function end(code: number): Promise<never> {
  await Promise.all(started.map((each) => each.end()));
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

const median = (values: readonly number[]) =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

async function contenders(file: string): Promise<Contender[]> {
  const chosen = process.argv.slice(2);
  const running: Contender[] = [];
  for (const name of contenderNames) {
    if (chosen.length && !chosen.includes(name)) continue;
    const contender = await startContender(name, file);
    started.push(contender.process);
    running.push(contender);
  }
  return running;
}

async function measure(contender: Contender, load: Load, query: MeasuredQuery, into: Figures): Promise<void> {
  const before = contender.process.processorTime;
  const busy = await load.run(query, many, runMilliseconds);
  into.processor.push((contender.process.processorTime - before) / busy.times.length);
  const alone = await load.run(query, 1, runMilliseconds / 2);
  into.busy.push(median(busy.times));
  into.alone.push(median(alone.times));
  if (busy.failed + alone.failed) throw new Error(`${contender.name} failed at ${query.name}`);
}

async function figuresOf(query: MeasuredQuery, running: readonly Contender[]) {
  const loads = new Map(running.map(({ name, url }) => [name, new Load(url)]));
  const answers = await Promise.all([...loads.values()].map((load) => load.answerTo(query.bodies[0]!)));
  for (const answer of answers) deepStrictEqual(JSON.parse(answer).data, JSON.parse(answers[0]!).data);
  for (const load of loads.values()) await load.run(query, many, warmMilliseconds);
  const figures = new Map<ContenderName, Figures>(
    running.map(({ name }) => [name, { processor: [], busy: [], alone: [] }]),
  );
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < running.length; turn++) {
      const contender = running[(round + turn) % running.length]!;
      await measure(contender, loads.get(contender.name)!, query, figures.get(contender.name)!);
    }
  }
  for (const load of loads.values()) await load.close();
  return figures;
}

function tell(query: MeasuredQuery, figures: ReadonlyMap<ContenderName, Figures>): void {
  process.stdout.write(`\n${query.name}\n`);
  const ours = figures.get('ours');
  const against = (value: readonly number[], reference: readonly number[] | undefined) =>
    reference ? `${(median(value) / median(reference)).toFixed(2)}×` : '';
  for (const [name, { processor, busy, alone }] of figures) {
    const cells = [
      `${median(processor).toFixed(0)} µs processor a request ${against(processor, ours?.processor)}`,
      `p50 of ${many} at once ${median(busy).toFixed(2)} ms ${against(busy, ours?.busy)}`,
      `p50 of one after the other ${median(alone).toFixed(2)} ms ${against(alone, ours?.alone)}`,
    ];
    process.stdout.write(`  ${name.padEnd(14)} ${cells.join(' | ')}\n`);
  }
}

try {
  installPeers();
  const isPinned = pinSelf();
  const where = isPinned
    ? 'gateways on one core, load and subgraphs on another'
    : 'without cores of their own';
  process.stdout.write(
    `${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}, ${where}\n`,
  );
  const subgraphs = BenchProcess.start('others', [
    fileURLToPath(new URL('gateway/measured-subgraphs.js', import.meta.url)),
  ]);
  started.push(subgraphs);
  const { supergraphSdl } = JSON.parse(await subgraphs.firstLine()) as { supergraphSdl: string };
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, supergraphSdl);
  const running = await contenders(file);
  for (const query of [list, one]) tell(query, await figuresOf(query, running));
  process.stdout.write(
    '\nAims: at least 3 times less processor time than Hive for the list and 4 times for one subgraph; a p50 of at most a quarter of Apollo’s.\n',
  );
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  await end(1);
}
await end(0);
