import { type Database, type Logger, retentionHours } from '@ketqua/platform';

const sweepMilliseconds = 10 * 60_000;

/** What has had its time. A challenge holds a sealed phone: it is kept no longer than events are. */
const sweeps = [
  'delete from citizens.rate_limit where expire < extract(epoch from now()) * 1000',
  `delete from citizens.challenge where expires_at < now() - interval '${retentionHours} hours'`,
  "delete from citizens.webhook where received_at < now() - interval '1 day'",
  'delete from citizens.own_code where expires_at < now()',
  `delete from citizens.development_message where sent_at < now() - interval '${retentionHours} hours'`,
  "delete from citizens.notice where not is_waiting and due_at < now() - interval '1 day'",
  "delete from citizens.session where least(expires_at, ended_at) < now() - interval '30 days'",
  'delete from citizens.refresh_token where expires_at < now()',
  `delete from citizens.push_subscription where session_id in
     (select id from citizens.session where least(expires_at, ended_at) < now())`,
  // As long as a browser keeps the cookie that it is known by.
  `delete from citizens.device where last_used_at < now() - interval '400 days' and not exists
     (select from citizens.session where device_id = device.id and ended_at is null and expires_at > now())`,
];

/** Deletes what has had its time. */
export async function sweepHouse(database: Database): Promise<void> {
  for (const statement of sweeps) await database.query(statement);
}

/** Deletes what has had its time, now and then. Returns the end. */
export function keepHouse(database: Database, log: Logger): () => Promise<void> {
  return keepDoing(() => sweepHouse(database), {
    everyMilliseconds: sweepMilliseconds,
    log,
    failed: 'housekeeping failed',
  });
}

/** Does something now and then, never twice at once. Returns the end, which waits for what is under way. */
export function keepDoing(
  work: () => Promise<void>,
  { everyMilliseconds, log, failed }: { everyMilliseconds: number; log: Logger; failed: string },
): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) => log.error({ error }, failed))
      .finally(() => {
        running = undefined;
      });
  }, everyMilliseconds);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
