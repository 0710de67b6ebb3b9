import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type DemoCredentials, demoPhones, seedDemoAuthority } from '@ketqua/cli';
import { type Database, openEmbeddedDatabase, openPostgresDatabase } from '@ketqua/platform';
import { onServer } from './database-server.js';
import { type SeededPlatform, seededPlatform } from './seeded-platform.js';

/** Sources and compiled files lie at different depths: the root is where the workspace's package.json is. */
const root = rootAbove(fileURLToPath(new URL('.', import.meta.url)));
const server = process.env.DATABASE_URL;

/** The processes of the distributed mode, in the order of their start, and the ports that each is told. */
const rooms = {
  citizens: 'subgraphs/citizens/dist/main.js',
  labs: 'subgraphs/labs/dist/main.js',
  results: 'subgraphs/results/dist/main.js',
  gateway: 'gateway/dist/main.js',
} as const;
export type Room = keyof typeof rooms;

/**
 * The platform as it is run, for a journey: one process on an embedded database, or, where `DATABASE_URL` is set,
 * four processes on a new database of that server. Real processes, sockets and files; a demo authority in it.
 */
export class RunningPlatform {
  readonly home = mkdtempSync(join(tmpdir(), 'ketqua-journey-'));
  readonly #processes = new Map<Room | 'embedded', ChildProcess>();
  readonly #ports = new Map<Room, number>();
  #masterKey = randomBytes(32).toString('base64');
  readonly #spawned: ChildProcess[] = [];
  #database: string | undefined;
  credentials!: DemoCredentials;

  /** Starts one on a copy of this run's seeded platform; where nothing runs tests, on nothing. */
  static async start(): Promise<RunningPlatform> {
    // biome-ignore lint/complexity/noThisInStatic: a subclass starts as itself
    if (process.env.KETQUA_SEEDED_PLATFORM) return RunningPlatform.#copied(this);
    // biome-ignore lint/complexity/noThisInStatic: a subclass starts as itself
    return RunningPlatform.startAnew.call(this);
  }

  /** Starts one on nothing: an empty folder, or an empty database. */
  static async startAnew(): Promise<RunningPlatform> {
    // biome-ignore lint/complexity/noThisInStatic: a subclass starts as itself
    const platform = await RunningPlatform.#prepared(this);
    if (server) await onServer(`create database ${platform.#database}`);
    await platform.launch();
    platform.credentials = server ? await seedDemoAuthority(platform.url) : platform.#toldCredentials();
    return platform;
  }

  static async #prepared(of: typeof RunningPlatform): Promise<RunningPlatform> {
    const platform = new of();
    if (server) platform.#database = `ketqua_journey_${randomUUID().replaceAll('-', '')}`;
    for (const room of server ? (Object.keys(rooms) as Room[]) : (['gateway'] as const)) {
      platform.#ports.set(room, await freePort());
    }
    return platform;
  }

  static async #copied(of: typeof RunningPlatform): Promise<RunningPlatform> {
    const { home, masterKey, database, credentials } = await seededPlatform(async (kept) => {
      const platform = await RunningPlatform.startAnew.call(RunningPlatform);
      await platform.endAll();
      cpSync(platform.home, kept, { recursive: true });
      rmSync(platform.home, { recursive: true, force: true });
      return platform.#atRest(kept);
    });
    const platform = await RunningPlatform.#prepared(of);
    platform.#masterKey = masterKey;
    cpSync(home, platform.home, { recursive: true });
    if (server) await onServer(`create database ${platform.#database} template ${database}`);
    await platform.launch();
    platform.credentials = server ? { ...credentials, url: platform.url } : platform.#toldCredentials();
    return platform;
  }

  #atRest(home: string): SeededPlatform {
    return { home, masterKey: this.#masterKey, credentials: this.credentials, database: this.#database };
  }

  #toldCredentials(): DemoCredentials {
    return JSON.parse(readFileSync(join(this.home, 'demo-credentials.json'), 'utf8')) as DemoCredentials;
  }

  get isDistributed(): boolean {
    return server !== undefined;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#ports.get('gateway')}`;
  }

  /** The address of a subgraph of its own process. */
  subgraphUrl(room: Room): string {
    return `http://127.0.0.1:${this.#ports.get(room)}/graphql`;
  }

  /** Starts what does not run, and waits until it is ready. */
  async launch(): Promise<void> {
    if (!this.isDistributed) {
      const child = this.spawn('gateway/dist/embedded.js', {
        KETQUA_PORT: String(this.#ports.get('gateway')),
      });
      this.#processes.set('embedded', child);
      await saying(child, /is ready/);
      return;
    }
    for (const [room, script] of Object.entries(rooms) as [Room, string][]) {
      if (this.#processes.has(room)) continue;
      const child = this.spawn(script, this.#environmentOf(room));
      this.#processes.set(room, child);
      await saying(child, /ready|listens/);
    }
    await this.#answers();
  }

  /** Tells every process to end, all at once, and waits for them. */
  async endAll(): Promise<Ending[]> {
    const children = [...this.#processes.values()];
    this.#processes.clear();
    return Promise.all(children.map(ended));
  }

  /** Starts one more gateway before the same subgraphs: an address and a process. Of the distributed mode. */
  async anotherGateway(
    environment: Record<string, string> = {},
  ): Promise<{ url: string; child: ChildProcess }> {
    const port = String(await freePort());
    const child = this.spawn(rooms.gateway, {
      ...this.#environmentOf('gateway'),
      ...environment,
      KETQUA_PORT: port,
    });
    await saying(child, /listens/);
    return { url: `http://127.0.0.1:${port}`, child };
  }

  /** Tells a process to end, and waits for it. */
  async end(room: Room): Promise<Ending> {
    const child = this.#processes.get(room)!;
    this.#processes.delete(room);
    return ended(child);
  }

  /** Runs a script of the platform on this home; gives the process. */
  spawn(script: string, environment: Record<string, string> = {}): ChildProcess {
    const { DATABASE_URL: _, ...inherited } = process.env;
    const child = spawn(process.execPath, [join(root, script)], {
      cwd: root,
      env: {
        ...inherited,
        KETQUA_HOME: this.home,
        KETQUA_LOG_LEVEL: 'error',
        // Thousands of attacks a minute come from one account here.
        KETQUA_ACCOUNT_REQUESTS_PER_MINUTE: '1000000',
        KETQUA_ADDRESS_REQUESTS_PER_MINUTE: '1000000',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#spawned.push(child);
    return child;
  }

  /** Ends a process, by itself the one that stores results, with no chance to say goodbye. */
  async crash(of: Room = 'results'): Promise<void> {
    const room = this.isDistributed ? of : 'embedded';
    const child = this.#processes.get(room)!;
    this.#processes.delete(room);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Takes the database away from every process: connections end, and no new one is let in, until it comes back. */
  async loseDatabase(): Promise<void> {
    await onServer(`alter database ${this.#database} with allow_connections false`);
    await onServer(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${this.#database}'`,
    );
  }

  async regainDatabase(): Promise<void> {
    await onServer(`alter database ${this.#database} with allow_connections true`);
  }

  /** Reaches into the database, as time does. The one process of the embedded mode is ended for it, and launched again. */
  async inDatabase(act: (database: Database) => Promise<unknown>): Promise<void> {
    if (!this.isDistributed) await this.crash();
    const database = this.isDistributed
      ? await openPostgresDatabase(this.#environmentOf('results').DATABASE_URL!)
      : await openEmbeddedDatabase({ folder: join(this.home, 'data') });
    try {
      await act(database);
    } finally {
      await database.close();
    }
    await this.launch();
  }

  async stop(): Promise<void> {
    for (const child of [...this.#processes.values()].reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      const killed = pause(16_000, 'late', { ref: false }).then(() => child.kill('SIGKILL'));
      await Promise.race([once(child, 'exit'), killed]);
    }
    // Whatever a test started and did not end.
    for (const child of this.#spawned) if (child.exitCode === null) child.kill('SIGKILL');
    if (this.#database) await onServer(`drop database ${this.#database} with (force)`);
    rmSync(this.home, { recursive: true, force: true });
  }

  #environmentOf(room: Room): Record<string, string> {
    const database = new URL(server!);
    database.pathname = this.#database!;
    return {
      DATABASE_URL: database.toString(),
      KETQUA_MASTER_KEY: this.#masterKey,
      KETQUA_PORT: String(this.#ports.get(room)),
      KETQUA_ADMIN_PHONE: demoPhones.admin,
      KETQUA_CITIZENS_URL: this.subgraphUrl('citizens'),
      KETQUA_LABS_URL: this.subgraphUrl('labs'),
      KETQUA_RESULTS_URL: this.subgraphUrl('results'),
    };
  }

  async #answers(): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const ready = await fetch(`${this.url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) return;
      await pause(50);
    }
    throw new Error('The gateway does not become ready');
  }
}

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package-lock.json')) ? folder : rootAbove(dirname(folder));
}

/** Waits until a process says something. @throws with what it said when it ends before. */
async function saying(child: ChildProcess, words: RegExp): Promise<void> {
  let said = '';
  child.stderr!.on('data', (chunk) => {
    said += chunk;
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (chunk) => {
      said += chunk;
      if (words.test(said)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${said}`)));
  });
}

/** How a process ended: its exit code, and what it said on standard error. */
export interface Ending {
  readonly code: number | null;
  readonly said: string;
}

/** Sends SIGTERM to a process, and waits until it has ended. */
export async function ended(child: ChildProcess): Promise<Ending> {
  let said = '';
  child.stderr!.on('data', (chunk) => {
    said += chunk;
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  child.kill('SIGTERM');
  return { code: (await exit)[0], said };
}

/** A port below those that systems give to outgoing connections: none of these takes it before its process does. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
