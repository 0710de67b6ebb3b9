import {
  AccessTokens,
  type Database,
  type EventLog,
  type EventStream,
  KeyRing,
  type Logger,
  runSubgraph,
  type Subgraph,
} from '@ketqua/platform';
import type { LabsContext } from './context.js';
import { migrations } from './migrations/index.js';
import { labKeyEntities } from './modules/lab-key/lab-key.entity.js';
import { countSubmissions } from './modules/lab-sync/count-submissions.consumer.js';
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

/** Opens the labs subgraph: brings its schema up to date, starts its consumer, and answers. */
export async function openLabs(parts: LabsParts): Promise<Subgraph> {
  const { database, events, stream, masterKey, log, settings } = parts;
  const orm = await database.connect({
    name: 'labs',
    entities: [...laboratoryEntities, ...labKeyEntities],
    migrations,
  });
  const tokens = new AccessTokens(masterKey);
  const ring = new KeyRing('labs');
  ring.unlock(masterKey);
  const consumer = await countSubmissions({ log: events, logger: log, orm });
  return runSubgraph<LabsContext>({
    name: 'labs',
    schema: await buildLabsSchema(),
    log,
    contextOf(caller, signal) {
      const em = orm.em.fork();
      return { ...caller, em, events, stream, log, labs: new LabLoader(em), tokens, ring, settings, signal };
    },
    ready: () =>
      database.query('select 1').then(
        () => true,
        () => false,
      ),
    close: () => consumer.stop(),
  });
}
