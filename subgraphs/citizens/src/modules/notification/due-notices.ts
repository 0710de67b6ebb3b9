import { insertRows, type JobQueue, type Orm, type Query, queryIn } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { sendPushes, subscriptionsOf, subscriptionsPerJob } from '../push/send-pushes.job.js';
import { phonesPerJob, type SendNotices, sendNotices } from './send-notices.job.js';

/** No phone is texted more often than this, however many results come in for whomever it belongs to. */
const noticeMinutes = 10;

const heldAtOnce = 1_000;

/**
 * Of these phones (base64url indexes) those to text now, marked as texted; for the others something waits until
 * their ten minutes are over.
 */
export async function noticesDue(query: Query, phoneIndexes: readonly string[]): Promise<string[]> {
  if (!phoneIndexes.length) return [];
  const noted = await insertRows<{ phone_index: Uint8Array; is_waiting: boolean }>(
    query,
    'citizens.notice as earlier',
    {
      phone_index: { type: 'bytea', values: phoneIndexes.map((index) => Buffer.from(index, 'base64url')) },
      due_at: { type: 'timestamptz', values: phoneIndexes.map(() => new Date().toISOString()) },
    },
    `on conflict (phone_index) do update set
       is_waiting = earlier.due_at > excluded.due_at - interval '${noticeMinutes} minutes',
       due_at = case when earlier.due_at > excluded.due_at - interval '${noticeMinutes} minutes'
                     then earlier.due_at else excluded.due_at end
     returning phone_index, is_waiting`,
  );
  return noted.filter(({ is_waiting }) => !is_waiting).map(indexOf);
}

/** Sends what waited for its ten minutes to be over. Several processes may: each phone is taken by one of them. */
export async function sendHeldNotices(orm: Orm, jobs: JobQueue): Promise<void> {
  for (let sent = heldAtOnce; sent === heldAtOnce; ) {
    sent = await orm.em.fork().transactional(async (transaction) => {
      const em = transaction as SqlEntityManager;
      const due = await queryIn(em)<{ phone_index: Uint8Array }>(
        `update citizens.notice set is_waiting = false, due_at = now()
          where phone_index in (
            select phone_index from citizens.notice
             where is_waiting and due_at <= now() - interval '${noticeMinutes} minutes'
             limit ${heldAtOnce} for update skip locked)
          returning phone_index`,
      );
      await enqueueNotices(em, jobs, due.map(indexOf));
      return due.length;
    });
    if (sent) for (const job of [sendNotices, sendPushes]) jobs.hurry(job);
  }
}

/** Has phones texted, and the browsers of their accounts pushed to: one beside the other, and neither for the other. */
export async function enqueueNotices(
  em: SqlEntityManager,
  jobs: JobQueue,
  phoneIndexes: readonly string[],
): Promise<void> {
  if (!phoneIndexes.length) return;
  const texts = shares(phoneIndexes, phonesPerJob);
  await jobs.sendMany(
    em,
    sendNotices,
    texts.map((share) => ({ phoneIndexes: share }) satisfies SendNotices),
  );
  const pushes = shares(await subscriptionsOf(queryIn(em), phoneIndexes), subscriptionsPerJob);
  await jobs.sendMany(
    em,
    sendPushes,
    pushes.map((subscriptionIds) => ({ subscriptionIds })),
  );
}

function shares<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, share) =>
    items.slice(share * size, (share + 1) * size),
  );
}

function indexOf({ phone_index }: { phone_index: Uint8Array }): string {
  return Buffer.from(phone_index).toString('base64url');
}
