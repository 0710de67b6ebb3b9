import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const peers = join(root, 'tests/bench/peers');

/** Our gateway is started as `npm run start:gateway` does it. */
const nodeOptions = JSON.parse(readFileSync(join(root, 'gateway/node-options.json'), 'utf8')) as string[];

/** What is measured: the same file is given to each. */
const programs = {
  ours: (file: string) => [...nodeOptions, join(root, 'gateway/dist/main.js'), '--supergraph', file],
  'ours, guarded': (file: string, port: string) => [
    ...nodeOptions,
    fileURLToPath(new URL('guarded-gateway.js', import.meta.url)),
    file,
    port,
  ],
  Hive: (file: string, port: string) => [
    join(peers, 'node_modules/@graphql-hive/gateway/dist/bin.js'),
    'supergraph',
    file,
    '--hive-router-runtime',
    ...['--config-path', join(peers, 'hive.config.mjs')],
    ...['--host', '127.0.0.1', '--port', port],
  ],
  Apollo: (file: string, port: string) => [join(peers, 'apollo.mjs'), file, port],
};

/** A gateway that is measured, by its name in what is printed. */
export type ContenderName = keyof typeof programs;
export const contenderNames = Object.keys(programs) as ContenderName[];

const canPin = spawnSync('taskset', ['--version']).status === 0;

/** Which core a process runs on: gateways on one, whoever asks and answers them on the other. */
const cores = { gateway: '0', others: '1' } as const;

/** A process that the bench has started, and ends. */
export class BenchProcess {
  private constructor(
    readonly child: ChildProcess,
    readonly pid: number,
  ) {}

  static start(core: keyof typeof cores, script: readonly string[], port = '0'): BenchProcess {
    const command = canPin ? ['taskset', '-c', cores[core], process.execPath] : [process.execPath];
    const [program, ...rest] = [...command, ...script] as [string, ...string[]];
    const env = { PATH: process.env.PATH, NODE_ENV: 'production', KETQUA_PORT: port, PORT: port };
    const child = spawn(program, rest, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    return new BenchProcess(child, child.pid!);
  }

  /** The first line that it writes. */
  async firstLine(): Promise<string> {
    let text = '';
    for await (const chunk of this.child.stdout!) {
      text += chunk;
      if (text.includes('\n')) break;
    }
    return text.slice(0, text.indexOf('\n'));
  }

  /** Processor time that it has taken until now, its own children's included, in microseconds. */
  get processorTime(): number {
    return [this.pid, ...childrenOf(this.pid)].reduce((sum, pid) => sum + processorTimeOf(pid), 0);
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(late);
  }
}

/** Runs the bench itself beside the subgraphs. Whether processes can be given a core here. */
export function pinSelf(): boolean {
  if (!canPin) return false;
  return spawnSync('taskset', ['-a', '-cp', cores.others, String(process.pid)]).status === 0;
}

/** Installs what we are measured against, once, by its own lock file. */
export function installPeers(): void {
  if (existsSync(join(peers, 'node_modules/.package-lock.json'))) return;
  process.stderr.write('Installing the peers of tests/bench/peers …\n');
  const { status } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: peers,
      stdio: ['ignore', 2, 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) throw new Error('The peers cannot be installed');
}

/** A gateway that answers, and where. */
export interface Contender {
  readonly name: ContenderName;
  readonly url: string;
  readonly process: BenchProcess;
}

/** Starts a gateway before a supergraph, and waits until it answers. */
export async function startContender(name: ContenderName, file: string): Promise<Contender> {
  const port = String(await freePort());
  const started = BenchProcess.start('gateway', programs[name](file, port), port);
  started.child.stdout!.resume();
  const url = `http://127.0.0.1:${port}/graphql`;
  for (let tries = 0; tries < 300; tries++) {
    if (started.child.exitCode !== null) throw new Error(`${name} did not start`);
    if (await answers(url)) return { name, url, process: started };
    await pause(100);
  }
  throw new Error(`${name} does not answer`);
}

async function answers(url: string): Promise<boolean> {
  const body = JSON.stringify({ query: '{ __typename }' });
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body }).then(
    (response) => response.ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function childrenOf(pid: number): number[] {
  const direct = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return direct.flatMap((child) => [child, ...childrenOf(child)]);
}

/** A tick of the kernel's clock is a hundredth of a second wherever Node runs. */
const microsecondsPerTick = 10_000;

function processorTimeOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program stands in brackets, and may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * microsecondsPerTick;
}
