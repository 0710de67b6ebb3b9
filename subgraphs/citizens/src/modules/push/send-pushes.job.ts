import {
  type JobQueue,
  type Locale,
  type Logger,
  type Orm,
  type Query,
  queryIn,
  say,
} from '@ketqua/platform';
import type { PushOutcome, PushSender } from './push-sender.js';
import { openTarget } from './push-subscription.js';

/** The job's name. */
export const sendPushes = 'send-pushes';

/** How many browsers one job takes. */
export const subscriptionsPerJob = 100;

/** How many pushes of a job are under way at once. */
const lanes = 10;

/** What the job is given. */
export interface SendPushes {
  readonly subscriptionIds: readonly string[];
}

interface Parts {
  readonly orm: Orm;
  readonly pusher: PushSender | null;
  readonly log: Logger;
}

/** All that a browser is told, beside the name of the app. */
const text = { vi: 'Bạn có thông báo mới.', en: 'You have a new message.' };

/** The browsers that are signed in to the accounts of these phones (base64url indexes) and asked for notifications. */
export async function subscriptionsOf(query: Query, phoneIndexes: readonly string[]): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `select push_subscription.id from citizens.push_subscription
       join citizens.account on account.id = push_subscription.account_id
      where phone_index = any($1::bytea[])`,
    [phoneIndexes.map((index) => Buffer.from(index, 'base64url'))],
  );
  return rows.map(({ id }) => id);
}

/** Declares the job that tells browsers that something waits. */
export async function workOnPushes(jobs: JobQueue, parts: Parts): Promise<void> {
  const settings = { retryLimit: 5, retryDelay: 15, expireInSeconds: 300 };
  await jobs.work<SendPushes>(sendPushes, settings, async ({ subscriptionIds }) => {
    try {
      const later = await pushAll(parts, subscriptionIds);
      if (!later.length) return;
      if (subscriptionIds.length === 1) throw new Error('A push service did not take a notice');
      // Each is tried again by itself: the others have been told, and are not told twice.
      await parts.orm.em.fork().transactional((em) =>
        jobs.sendMany(
          em,
          sendPushes,
          later.map((id) => ({ subscriptionIds: [id] }) satisfies SendPushes),
        ),
      );
    } finally {
      jobs.hurry(sendPushes);
    }
  });
}

interface Waiting {
  readonly id: string;
  readonly endpoint: Uint8Array;
  readonly keys: Uint8Array;
  readonly locale: Locale;
}

/** Pushes to those whose session is still open; gives those to be tried again. */
async function pushAll({ orm, pusher, log }: Parts, ids: readonly string[]): Promise<string[]> {
  if (!pusher) return [];
  const query = queryIn(orm.em.fork());
  const waiting = await query<Waiting>(
    `select push_subscription.id, endpoint, keys, locale from citizens.push_subscription
       join citizens.account on account.id = push_subscription.account_id
       join citizens.session on session.id = session_id
      where push_subscription.id = any($1::uuid[]) and ended_at is null and expires_at > now()`,
    [ids],
  );
  const of: Record<PushOutcome, string[]> = { ACCEPTED: [], GONE: [], LATER: [], REFUSED: [] };
  const lane = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      of[await pusher.push(openTarget(next), say(next.locale, text))].push(next.id);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (of.REFUSED.length) log.error({ pushes: of.REFUSED.length }, 'a push service refused notices');
  await query('delete from citizens.push_subscription where id = any($1::uuid[])', [of.GONE]);
  return of.LATER;
}
