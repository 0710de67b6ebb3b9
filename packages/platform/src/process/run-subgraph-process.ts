import { type Database, openPostgresDatabase } from '../database/database.js';
import { EnvironmentError } from '../environment/environment.js';
import { masterKeyFrom } from '../environment/home.js';
import { EventLog } from '../events/event-log.js';
import { EventStream } from '../events/event-stream.js';
import { type Logger, openLog } from '../log.js';
import { serveSubgraph } from './serve-subgraph.js';
import type { Subgraph } from './subgraph.js';

/** What a subgraph's own process is told. */
export interface ProcessEnvironment {
  readonly DATABASE_URL: string;
  readonly KETQUA_MASTER_KEY: string;
  readonly KETQUA_LOG_LEVEL: string;
  readonly KETQUA_HOST: string;
  readonly KETQUA_PORT: number;
}

/** What a subgraph stands on. */
export interface Ground {
  readonly database: Database;
  readonly events: EventLog;
  readonly stream: EventStream;
  readonly masterKey: Buffer;
  readonly log: Logger;
}

/**
 * Runs one subgraph as a process of its own, on PostgreSQL, until SIGTERM or SIGINT. What keeps it from starting is
 * told in one line, and the exit code is 1.
 */
export async function runSubgraphProcess<Environment extends ProcessEnvironment>(
  name: string,
  readEnvironment: () => Environment,
  open: (ground: Ground, environment: Environment) => Promise<Subgraph>,
): Promise<void> {
  try {
    const environment = readEnvironment();
    const log = openLog(name, environment.KETQUA_LOG_LEVEL);
    const masterKey = masterKeyFrom(environment.KETQUA_MASTER_KEY);
    const database = await openPostgresDatabase(environment.DATABASE_URL);
    const events = await EventLog.open(database);
    const stream = await EventStream.open(events, log);
    const subgraph = await open({ database, events, stream, masterKey, log }, environment);
    const { KETQUA_HOST: host, KETQUA_PORT: port } = environment;
    const served = await serveSubgraph(subgraph, { host, port, masterKey, log });
    process.stdout.write(`${name}: ready at ${served.url}\n`);
    await stopSignal();
    await served.close();
    await stream.close();
    await subgraph.close();
    await database.close();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${name} cannot start: ${reason || (error as NodeJS.ErrnoException).code}\n`);
    process.exitCode = 1;
    if (!(error instanceof EnvironmentError)) process.exit();
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}
