import { readFileSync } from 'node:fs';
import { EnvironmentError, openLog, type ProcessLife, tracingSettings } from '@ketqua/platform';
import { GraphQLError } from 'graphql';
import { plainSettings, readPlainGatewayEnvironment } from './environment.js';
import { openGateway } from './gateway.js';
import { remoteSource } from './sources/remote-source.js';
import type { SubgraphSource } from './sources/subgraph-source.js';
import { watchSupergraph } from './supergraph/watch-supergraph.js';

/**
 * A gateway before any Federation 2 supergraph: its subgraphs are where the file says, nothing is signed, and there are
 * no accounts, limits or database. The file is watched.
 */
export async function runPlainGateway(life: ProcessLife, file: string): Promise<void> {
  const environment = readPlainGatewayEnvironment();
  await life.traced(tracingSettings('ketqua-gateway', environment));
  const log = openLog('gateway', environment.KETQUA_LOG_LEVEL);
  const sources: SubgraphSource[] = [];
  life.opened(() => Promise.all(sources.map((source) => source.close())));
  const gateway = await openGateway({
    supergraphSdl: readSupergraph(file),
    sourceOf({ name, url }) {
      const source = remoteSource({ name, url, deadline: 30_000 });
      sources.push(source);
      return source;
    },
    log,
    settings: plainSettings(environment),
  }).catch((error: unknown) => {
    throw error instanceof GraphQLError ? unservable(file, error) : error;
  });
  life.opened(() => gateway.close());
  const stopWatching = watchSupergraph(file, (sdl) => gateway.load(sdl), log);
  life.opened(async () => stopWatching());
  process.stdout.write(`The gateway listens at ${gateway.url}\n`);
}

/** Says in one line what a supergraph asks for that the gateway does not know. */
function unservable(file: string, { message }: GraphQLError): EnvironmentError {
  return new EnvironmentError(`--supergraph ${file} cannot be served: ${message.replace(/\s+/g, ' ')}`);
}

function readSupergraph(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new EnvironmentError(`--supergraph ${file} cannot be read`);
  }
}
