import {
  EnvironmentError,
  EventLog,
  EventStream,
  FolderInUseError,
  masterKeyFrom,
  openLog,
  openPostgresDatabase,
  readEnvironment,
  serveSubgraph,
} from '@ketqua/platform';
import { citizensEnvironment, citizensSettings } from './environment.js';
import { openCitizens } from './subgraph.js';

async function start(): Promise<void> {
  const environment = readEnvironment(citizensEnvironment);
  const settings = citizensSettings(environment);
  const masterKey = masterKeyFrom(environment.KETQUA_MASTER_KEY);
  const log = openLog('citizens', environment.KETQUA_LOG_LEVEL);
  const database = await openPostgresDatabase(environment.DATABASE_URL);
  const events = await EventLog.open(database);
  const stream = await EventStream.open(events, log);
  const subgraph = await openCitizens({ database, events, stream, masterKey, log, settings });
  const { KETQUA_HOST: host, KETQUA_PORT: port } = environment;
  const served = await serveSubgraph(subgraph, { host, port, masterKey, log });
  log.info({ url: served.url }, 'citizens is ready');
  const stop = async () => {
    await served.close();
    await subgraph.close();
    await stream.close();
    await database.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

start().catch((error: unknown) => {
  if (!(error instanceof EnvironmentError || error instanceof FolderInUseError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
