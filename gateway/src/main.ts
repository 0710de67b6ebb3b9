import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  AccessTokens,
  EventLog,
  masterKeyFrom,
  openLog,
  openPostgresDatabase,
  ProcessLife,
  RequestSigner,
  tracingSettings,
} from '@ketqua/platform';
import { readGatewayEnvironment, settingsOf } from './environment.js';
import { openGateway } from './gateway.js';
import { runPlainGateway } from './plain-gateway.js';
import { fixedSources } from './sources/fixed-sources.js';
import { remoteSource } from './sources/remote-source.js';
import { watchSupergraph } from './supergraph/watch-supergraph.js';

const { values } = parseArgs({ options: { supergraph: { type: 'string' } } });

await ProcessLife.run((life) =>
  values.supergraph ? runPlainGateway(life, values.supergraph) : runPlatformGateway(life),
);

/** The gateway of the distributed mode: its subgraphs are processes of their own. */
async function runPlatformGateway(life: ProcessLife): Promise<void> {
  const environment = readGatewayEnvironment();
  await life.traced(tracingSettings('ketqua-gateway', environment));
  const log = openLog('gateway', environment.KETQUA_LOG_LEVEL);
  const masterKey = masterKeyFrom(environment.KETQUA_MASTER_KEY);
  const supergraphSdl = readFileSync(environment.KETQUA_SUPERGRAPH, 'utf8');
  const database = await openPostgresDatabase(environment.DATABASE_URL);
  life.opened(() => database.close());
  const signer = new RequestSigner(masterKey);
  const sources = [
    remoteSource({ name: 'citizens', url: environment.KETQUA_CITIZENS_URL, signer }),
    remoteSource({ name: 'labs', url: environment.KETQUA_LABS_URL, signer }),
    remoteSource({ name: 'results', url: environment.KETQUA_RESULTS_URL, signer }),
  ];
  for (const source of sources) life.opened(() => source.close());
  const gateway = await openGateway({
    supergraphSdl,
    sourceOf: fixedSources(sources),
    access: { tokens: new AccessTokens(masterKey), events: await EventLog.open(database), masterKey },
    log,
    settings: settingsOf(environment),
  });
  life.opened(() => gateway.close());
  const stopWatching = watchSupergraph(environment.KETQUA_SUPERGRAPH, (sdl) => gateway.load(sdl), log);
  life.opened(async () => stopWatching());
  process.stdout.write(`The gateway listens at ${gateway.url}\n`);
}
