import { type Database, type Logger, retentionHours } from '@ketqua/platform';

const everyMilliseconds = 10 * 60_000;

/** What has had its time. A challenge holds a sealed phone: it is kept no longer than events are. */
const sweeps = [
  "delete from citizens.request_count where window_began_at < now() - interval '1 day'",
  `delete from citizens.challenge where expires_at < now() - interval '${retentionHours} hours'`,
  'delete from citizens.development_code where expires_at < now()',
  `delete from citizens.development_message where sent_at < now() - interval '${retentionHours} hours'`,
  "delete from citizens.notice where due_at < now() - interval '1 day'",
  "delete from citizens.session where least(expires_at, ended_at) < now() - interval '30 days'",
];

/** Deletes what has had its time, now and then. Returns the end. */
export function keepHouse(database: Database, log: Logger): () => void {
  const sweep = async () => {
    for (const statement of sweeps) await database.query(statement);
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => log.error({ error }, 'housekeeping failed'));
  }, everyMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
