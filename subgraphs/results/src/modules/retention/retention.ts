import { type EventLog, type Logger, retentionHours } from '@ketqua/platform';
import { auditConsumer, auditTopic } from '../audit/keep-audit.consumer.js';
import { pruneAccesses } from '../record-access/prune-accesses.js';
import { pruneShifts } from '../shift/prune-shifts.js';

/** Below this a count could tell of one person. */
const smallestCount = 10;
const everyHour = 3_600_000;
/** Now, as ISO 8601. */
const isoNow = `to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** The day of a moment, by UTC whatever the zone of the database: a day key is of such a day. */
const dayOf = (moment: string) => `((${moment}) at time zone 'UTC')::date`;
/** How long an idempotency key is kept. */
const keyDays = 30;

/**
 * Destroys what speaks of a day's movements after 72 hours: verifications, the day keys of their pseudonyms, reports
 * and events. Only counts of at least ten remain. Lets go of what submissions need for a time only: rows that wait for
 * correction, and idempotency keys. Ends, after two years, who opened a record and who stood where. Runs at the start and every hour; returns the end.
 */
export function keepRetention(events: EventLog, log: Logger): () => Promise<void> {
  let running = Promise.resolve();
  const run = () => {
    const passes = [
      destroyOld(events),
      endSubmissions(events),
      pruneAccesses(events),
      pruneShifts(events),
    ] as const;
    running = Promise.all(passes).then(
      ([destroyed]) => log.info({ destroyed }, 'retention'),
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
  await events.prune(retentionHours, { topic: auditTopic, consumer: auditConsumer });
  await events.database.query("delete from results.lab_usage where minute < now() - interval '2 hours'");
  const [row] = await events.database.query<{ destroyed: number }>(
    `with gone as (
       delete from results.verification where verified_at < now() - make_interval(hours => $1)
       returning checkpoint_id, ${dayOf('verified_at')} as day, verdict
     ), counted as (
       insert into results.verification_count (checkpoint_id, day, verdict, count)
       select checkpoint_id, day, verdict, count(*) from gone group by 1, 2, 3 having count(*) >= $2
       on conflict (checkpoint_id, day, verdict) do update set count = verification_count.count + excluded.count
     ), keys as (
       delete from results.verification_day_key where day < ${dayOf('now() - make_interval(hours => $1)')}
       returning day
     ), proof as (
       insert into events.event (topic, payload)
       select 'authority.acted', jsonb_build_object(
                'act', 'VERIFICATIONS_DESTROYED', 'actor', 'ketqua', 'at', ${isoNow},
                'subject', jsonb_build_object('verifications', (select count(*) from gone),
                                              'dayKeys', (select count(*) from keys), 'olderThanHours', $1::int))
        where exists (select from gone) or exists (select from keys)
     )
     select count(*)::int as destroyed from gone`,
    [retentionHours, smallestCount],
  );
  await tellOfficerDays(events);
  await events.database.query(
    'delete from results.verification_report where received_at < now() - make_interval(hours => $1)',
    [retentionHours],
  );
  return row!.destroyed;
}

/** How much each officer verified where on a day that is over, for the audit log; a small number is not told. */
async function tellOfficerDays(events: EventLog): Promise<void> {
  await events.database.query(
    `with told as (
       delete from results.officer_day where day < ${dayOf('now()')} returning account_id, checkpoint_id, day, count
     )
     insert into events.event (topic, payload)
     select 'authority.acted', jsonb_build_object(
              'act', 'OFFICER_DAY', 'actor', 'account ' || account_id, 'at', ${isoNow},
              'subject', jsonb_build_object('checkpointId', checkpoint_id, 'day', day,
                'verifications', case when count >= $1 then to_jsonb(count) else to_jsonb('fewer than ' || $1::int) end))
       from told`,
    [smallestCount],
  );
}

/** Rows to correct go with their time; a key is free again 30 days after it was used, its receipt stays. */
export async function endSubmissions({ database }: EventLog): Promise<void> {
  await database.query('delete from results.submission_file where kept_until <= now()');
  await database.query(
    `update results.submission set idempotency_key = null
      where idempotency_key is not null and received_at < now() - make_interval(days => $1)`,
    [keyDays],
  );
}
