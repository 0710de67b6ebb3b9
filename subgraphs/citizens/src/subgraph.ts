import {
  AccessTokens,
  type Database,
  type EventLog,
  type EventStream,
  JobQueue,
  type Logger,
  type Orm,
  runSubgraph,
  type Subgraph,
} from '@ketqua/platform';
import type { CitizensContext } from './context.js';
import { keepHouse } from './housekeeping.js';
import { keyRing, phoneTransitRing } from './key-ring.js';
import { migrations } from './migrations/index.js';
import { accountEntities } from './modules/account/account.entity.js';
import { bootstrapAdmin } from './modules/account/bootstrap-admin.js';
import { hearOfPhones } from './modules/notification/hear-of-phones.consumer.js';
import { workOnNotices } from './modules/notification/send-notice.job.js';
import { sentMessageEntities } from './modules/phone-network/development-message.entity.js';
import { type PhoneNetwork, phoneNetworkOf } from './modules/phone-network/phone-network.js';
import { sessionEntities } from './modules/session/session.entity.js';
import { challengeEntities } from './modules/sign-in/challenge.entity.js';
import { workOnVerifications } from './modules/sign-in/start-verification.job.js';
import { buildCitizensSchema } from './schema.js';
import type { CitizensSettings } from './settings.js';

/** What the citizens subgraph is opened with; it closes none of it. */
export interface CitizensParts {
  readonly database: Database;
  readonly events: EventLog;
  readonly stream: EventStream;
  readonly masterKey: Buffer;
  readonly log: Logger;
  readonly settings: CitizensSettings;
}

/** Opens the citizens subgraph: brings its schema up to date, starts its consumer and jobs, and answers. */
export async function openCitizens(parts: CitizensParts): Promise<Subgraph> {
  const { database, events, stream, masterKey, log, settings } = parts;
  keyRing.unlock(masterKey);
  phoneTransitRing.unlock(masterKey);
  const orm = await database.connect({
    name: 'citizens',
    entities: [...accountEntities, ...challengeEntities, ...sessionEntities, ...sentMessageEntities],
    migrations,
  });
  await bootstrapAdmin(orm, settings);
  const network = phoneNetworkOf(orm, masterKey, settings);
  const { jobs, stop } = await startWork(parts, orm, network);
  const { verifier } = network;
  const tokens = new AccessTokens(masterKey);
  return runSubgraph<CitizensContext>({
    name: 'citizens',
    schema: await buildCitizensSchema(),
    log,
    contextOf(caller, signal) {
      const em = orm.em.fork();
      return { ...caller, em, events, stream, log, jobs, tokens, verifier, settings, signal };
    },
    ready: () =>
      database.query('select 1').then(
        () => true,
        () => false,
      ),
    close: stop,
  });
}

/** Starts what goes on beside the requests. */
async function startWork(
  { database, events, log }: CitizensParts,
  orm: Orm,
  { verifier, sender }: PhoneNetwork,
): Promise<{ jobs: JobQueue; stop: () => Promise<void> }> {
  const jobs = await JobQueue.open(database, 'citizens_jobs', log);
  await workOnVerifications(jobs, { orm, verifier, log });
  await workOnNotices(jobs, { orm, sender, log });
  const consumer = await hearOfPhones({ log: events, logger: log, orm, jobs });
  const stopHousekeeping = keepHouse(database, log);
  const stop = async () => {
    stopHousekeeping();
    await consumer.stop();
    await jobs.close();
  };
  return { jobs, stop };
}
