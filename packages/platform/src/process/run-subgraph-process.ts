import { type Database, openPostgresDatabase } from '../database/database.js';
import { tracingSettings } from '../environment/environment.js';
import { masterKeyFrom } from '../environment/home.js';
import { EventLog } from '../events/event-log.js';
import { EventStream } from '../events/event-stream.js';
import { type Logger, openLog } from '../log.js';
import { serveSubgraph } from '../subgraph/serve-subgraph.js';
import type { Subgraph } from '../subgraph/subgraph.js';
import { watchEventLog } from '../telemetry/event-metrics.js';
import { MetricsRegistry } from '../telemetry/metrics-registry.js';
import { ProcessLife } from './process-life.js';

/** What a subgraph's own process is told. */
export interface ProcessEnvironment {
  readonly DATABASE_URL: string;
  readonly KETQUA_MASTER_KEY: string;
  readonly KETQUA_LOG_LEVEL: string;
  readonly KETQUA_HOST: string;
  readonly KETQUA_PORT: number;
  readonly KETQUA_OTLP_URL?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly KETQUA_TRACE_SHARE: number;
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
export function runSubgraphProcess<Environment extends ProcessEnvironment>(
  name: string,
  readEnvironment: () => Environment,
  open: (ground: Ground, environment: Environment) => Promise<Subgraph>,
): Promise<void> {
  return ProcessLife.run(async (life) => {
    const environment = readEnvironment();
    await life.traced(tracingSettings(`ketqua-${name}`, environment));
    const log = openLog(name, environment.KETQUA_LOG_LEVEL);
    const masterKey = masterKeyFrom(environment.KETQUA_MASTER_KEY);
    const database = await openPostgresDatabase(environment.DATABASE_URL);
    life.opened(() => database.close());
    const events = await EventLog.open(database);
    const stream = await EventStream.open(events, log);
    life.opened(() => stream.close());
    const subgraph = await open({ database, events, stream, masterKey, log }, environment);
    life.opened(() => subgraph.close());
    const metrics = new MetricsRegistry();
    watchEventLog(metrics, events);
    const { KETQUA_HOST: host, KETQUA_PORT: port } = environment;
    const served = await serveSubgraph(subgraph, { host, port, masterKey, log, metrics });
    life.opened(() => served.close());
    process.stdout.write(`${name} is ready at ${served.url}\n`);
  });
}
