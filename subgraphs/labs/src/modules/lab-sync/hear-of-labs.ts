import type { Query } from '@ketqua/platform';
import { deadlinesAfter, type SyncTerms } from './deadlines.js';

interface LabHeard extends SyncTerms {
  readonly id: string;
  readonly heardAt: string;
}

/**
 * Marks laboratories as heard of at some moments, and moves their deadlines. What is older than the last word
 * changes nothing; no moment lies ahead of the database's clock, so that a wrong clock keeps nobody on time for
 * long. Their rows stay locked until the transaction ends, in the order of their ids and not against references to
 * them: a heartbeat's row is one.
 */
export async function hearOfLabs(query: Query, heard: ReadonlyMap<string, Date>): Promise<void> {
  const labs = await query<LabHeard>(
    `select lab.id, lab.sync_period_minutes as "syncPeriodMinutes", lab.time_zone as "timeZone", lab.hours,
            least(heard.at, now())::text as "heardAt"
       from labs.lab join unnest($1::uuid[], $2::timestamptz[]) as heard (lab_id, at) on heard.lab_id = lab.id
      where lab.last_synced_at is null or lab.last_synced_at > now() or least(heard.at, now()) > lab.last_synced_at
      order by lab.id for no key update of lab`,
    [[...heard.keys()], [...heard.values()].map((at) => at.toISOString())],
  );
  if (!labs.length) return;
  const deadlines = labs.map((lab) => deadlinesAfter(new Date(lab.heardAt), lab));
  await query(
    `update labs.lab set last_synced_at = heard.at, due_at = heard.due_at, silent_at = heard.silent_at,
            deadlines_set_at = heard.at, announcement_holds = false
       from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[])
         as heard (lab_id, at, due_at, silent_at)
      where lab.id = heard.lab_id`,
    [
      labs.map(({ id }) => id),
      labs.map(({ heardAt }) => heardAt),
      deadlines.map(({ dueAt }) => dueAt.toISOString()),
      deadlines.map(({ silentAt }) => silentAt.toISOString()),
    ],
  );
}
