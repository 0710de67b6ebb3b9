import {
  AccessTokens,
  type Database,
  type EventLog,
  type EventStream,
  JobQueue,
  type Logger,
  type Orm,
  runSubgraph,
  type SchemaDefinition,
  type Subgraph,
} from '@ketqua/platform';
import type { CitizensContext } from './context.js';
import { keepDoing, keepHouse } from './housekeeping.js';
import { keyRing, phoneTransitRing } from './key-ring.js';
import { migrations } from './migrations/index.js';
import { accountEntities } from './modules/account/account.entity.js';
import { bootstrapAdmin } from './modules/account/bootstrap-admin.js';
import { tellIdleAccounts } from './modules/account/idle-accounts.js';
import { sendHeldNotices } from './modules/notification/due-notices.js';
import { hearOfLabContacts } from './modules/notification/hear-of-lab-contacts.consumer.js';
import { hearOfPhones } from './modules/notification/hear-of-phones.consumer.js';
import { workOnLabMessages } from './modules/notification/send-lab-message.job.js';
import { workOnNotices } from './modules/notification/send-notices.job.js';
import { sentMessageEntities } from './modules/phone-network/development-message.entity.js';
import { ForgedWebhooks } from './modules/phone-network/forged-webhooks.js';
import { type PhoneNetwork, phoneNetworkOf } from './modules/phone-network/phone-network.js';
import { pushKeyOf } from './modules/push/push-key.js';
import type { PushSender } from './modules/push/push-sender.js';
import { workOnPushes } from './modules/push/send-pushes.job.js';
import { WebPusher } from './modules/push/web-pusher.js';
import { hearOfLabs } from './modules/role/hear-of-labs.consumer.js';
import { hearOfLostPhones } from './modules/session/hear-of-lost-phones.consumer.js';
import { sessionEntities } from './modules/session/session.entity.js';
import { challengeEntities } from './modules/sign-in/challenge.entity.js';
import { RateLimits } from './modules/sign-in/rate-limits.js';
import { workOnVerifications } from './modules/sign-in/start-verification.job.js';
import { TextBudget } from './modules/sign-in/text-budget.js';
import { buildCitizensSchema } from './schema.js';
import { type CitizensSettings, generousTexts } from './settings.js';

/** What the citizens subgraph is opened with; it closes none of it. */
export interface CitizensParts {
  readonly database: Database;
  readonly events: EventLog;
  readonly stream: EventStream;
  readonly masterKey: Buffer;
  readonly log: Logger;
  readonly settings: CitizensSettings;
}

/** What citizens keeps of its own. */
export const citizensDatabase: SchemaDefinition = {
  name: 'citizens',
  entities: [...accountEntities, ...challengeEntities, ...sessionEntities, ...sentMessageEntities],
  migrations,
};

/** Opens the citizens subgraph: brings its schema up to date, starts its consumers and jobs, and answers. */
export async function openCitizens(parts: CitizensParts): Promise<Subgraph> {
  const { database, events, stream, masterKey, log, settings } = parts;
  keyRing.unlock(masterKey);
  phoneTransitRing.unlock(masterKey);
  const orm = await database.connect(citizensDatabase);
  await bootstrapAdmin(orm, events, settings);
  const network = phoneNetworkOf(orm, masterKey, settings);
  const pushKey = settings.push ? await pushKeyOf(orm) : null;
  const pusher = settings.push && pushKey ? new WebPusher(settings.push, pushKey) : null;
  const limits = new RateLimits(database);
  const { jobs, stop } = await startWork(parts, { orm, network, pusher, limits });
  const { verifier } = network;
  const tokens = new AccessTokens(masterKey);
  const forgedWebhooks = new ForgedWebhooks();
  return runSubgraph<CitizensContext>({
    name: 'citizens',
    schema: await buildCitizensSchema(),
    log,
    contextOf(caller, signal) {
      const { publicKey = null } = pushKey ?? {};
      const ground = { events, stream, log, jobs, tokens, verifier, limits, settings, pushKey: publicKey };
      return { ...caller, ...ground, forgedWebhooks, em: orm.em.fork(), signal };
    },
    ready: () =>
      database.query('select 1').then(
        () => true,
        () => false,
      ),
    close: stop,
    jobs,
  });
}

/** Starts what goes on beside the requests. */
async function startWork(
  { database, events, log, settings }: CitizensParts,
  {
    orm,
    network,
    pusher,
    limits,
  }: { orm: Orm; network: PhoneNetwork; pusher: PushSender | null; limits: RateLimits },
): Promise<{ jobs: JobQueue; stop: () => Promise<void> }> {
  const { verifier, sender } = network;
  const jobs = await JobQueue.open(database, 'citizens_jobs', log);
  const budget = new TextBudget(orm, limits, settings.texts ?? generousTexts, log);
  await workOnVerifications(jobs, { orm, verifier, budget, log });
  await workOnNotices(jobs, { orm, sender, log });
  await workOnPushes(jobs, { orm, pusher, log });
  await workOnLabMessages(jobs, { orm, sender, log });
  const heard = { log: events, logger: log, orm, jobs };
  const consumers = [
    await hearOfPhones(heard),
    await hearOfLabContacts(heard),
    await hearOfLabs(heard),
    await hearOfLostPhones(heard),
  ];
  const everyMilliseconds = settings.keeperMilliseconds ?? 10_000;
  const keepers = [
    keepHouse(database, log),
    keepDoing(() => tellIdleAccounts(orm, events), {
      everyMilliseconds,
      log,
      failed: 'idle accounts could not be told of',
    }),
    keepDoing(() => sendHeldNotices(orm, jobs), {
      everyMilliseconds,
      log,
      failed: 'notices that waited could not be sent',
    }),
  ];
  const stop = async () => {
    for (const stopKeeper of keepers) await stopKeeper();
    for (const consumer of consumers) await consumer.stop();
    await jobs.close();
  };
  return { jobs, stop };
}
