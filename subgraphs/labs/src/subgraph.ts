import {
  AccessTokens,
  type Database,
  type EventLog,
  type EventStream,
  type Logger,
  runSubgraph,
  type SchemaDefinition,
  type Subgraph,
} from '@ketqua/platform';
import type { LabsContext } from './context.js';
import { keyRing, phoneTransitRing } from './key-ring.js';
import { migrations } from './migrations/index.js';
import { KeyUse } from './modules/lab-key/key-use.js';
import { labKeyEntities } from './modules/lab-key/lab-key.entity.js';
import { countSubmissions } from './modules/lab-sync/count-submissions.consumer.js';
import { DelayLoader } from './modules/lab-sync/delay-loader.js';
import { measureDelays } from './modules/lab-sync/measure-delays.consumer.js';
import { SyncKeeper } from './modules/lab-sync/sync-keeper.js';
import { LabLoader } from './modules/laboratory/lab-loader.js';
import { laboratoryEntities } from './modules/laboratory/laboratory.entity.js';
import { buildLabsSchema } from './schema.js';
import type { LabsSettings } from './settings.js';

/** What the labs subgraph is opened with; it closes none of it. */
export interface LabsParts {
  readonly database: Database;
  readonly events: EventLog;
  readonly stream: EventStream;
  readonly masterKey: Buffer;
  readonly log: Logger;
  readonly settings: LabsSettings;
}

/** What labs keeps of its own. */
export const labsDatabase: SchemaDefinition = {
  name: 'labs',
  entities: [...laboratoryEntities, ...labKeyEntities],
  migrations,
};

/** Opens the labs subgraph: brings its schema up to date, starts its consumers and the keeper of its board, and answers. */
export async function openLabs(parts: LabsParts): Promise<Subgraph> {
  const { database, events, stream, masterKey, log, settings } = parts;
  const orm = await database.connect(labsDatabase);
  const tokens = new AccessTokens(masterKey);
  keyRing.unlock(masterKey);
  phoneTransitRing.unlock(masterKey);
  const keyUse = new KeyUse(database, log, settings.sessionsAMinute);
  const consumers = [
    await countSubmissions({ log: events, logger: log, orm }),
    await measureDelays({ log: events, logger: log, orm }),
  ];
  const pauseMilliseconds = settings.keeperSeconds * 1_000;
  const keeper = new SyncKeeper({ orm, events, log, pauseMilliseconds });
  return runSubgraph<LabsContext>({
    name: 'labs',
    schema: await buildLabsSchema(),
    log,
    contextOf(caller, signal) {
      const em = orm.em.fork();
      const loaders = { labs: new LabLoader(em), delays: new DelayLoader(em) };
      return {
        ...caller,
        em,
        events,
        stream,
        log,
        ...loaders,
        tokens,
        keyUse,
        keeper,
        ring: keyRing,
        settings,
        signal,
      };
    },
    ready: () =>
      database.query('select 1').then(
        () => true,
        () => false,
      ),
    async close() {
      await keeper.close();
      for (const consumer of consumers) await consumer.stop();
      await keyUse.close();
    },
  });
}
