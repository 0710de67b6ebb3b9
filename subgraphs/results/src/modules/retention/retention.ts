import { type EventLog, type Logger, retentionHours } from '@ketqua/platform';

/** Below this a count could tell of one person. */
const smallestCount = 10;
const everyHour = 3_600_000;

/**
 * Destroys what speaks of a day's movements after 72 hours: verifications, the day keys of their pseudonyms, and
 * events. Only counts of at least ten remain. Runs at the start and every hour; returns the end.
 */
export function keepRetention(events: EventLog, log: Logger): () => Promise<void> {
  let running = Promise.resolve();
  const run = () => {
    running = destroyOld(events).then(
      (destroyed) => log.info({ destroyed }, 'retention'),
      (error: unknown) => log.error({ error }, 'retention failed'),
    );
  };
  run();
  const timer = setInterval(run, everyHour);
  return () => {
    clearInterval(timer);
    return running;
  };
}

/** One pass, in one statement. Gives how many verifications were destroyed. */
export async function destroyOld(events: EventLog): Promise<number> {
  await events.prune();
  const [row] = await events.database.query<{ destroyed: number }>(
    `with gone as (
       delete from results.verification where verified_at < now() - make_interval(hours => $1)
       returning checkpoint_id, verified_at::date as day, verdict
     ), counted as (
       insert into results.verification_count (checkpoint_id, day, verdict, count)
       select checkpoint_id, day, verdict, count(*) from gone group by 1, 2, 3 having count(*) >= $2
       on conflict (checkpoint_id, day, verdict) do update set count = verification_count.count + excluded.count
     ), keys as (
       delete from results.verification_day_key where day < (now() - make_interval(hours => $1))::date
     )
     select count(*)::int as destroyed from gone`,
    [retentionHours, smallestCount],
  );
  return row!.destroyed;
}
