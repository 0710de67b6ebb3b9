import { happened, type NewEvent, type Query } from '@ketqua/platform';
import type { LabSyncStatus } from '../laboratory/laboratory.entity.js';

interface Change {
  readonly labId: string;
  readonly previousStatus: LabSyncStatus;
  readonly status: LabSyncStatus;
  readonly changedAt: string;
}

/**
 * Records what has changed on the board by the database's clock, and gives the events that tell it, to be written in
 * the same transaction. A laboratory that turned late and silent while nobody looked is told once, as silent. Those
 * of `except` were heard of already in an event that waits to be read: they are left alone.
 */
export async function announceChanges(query: Query, except: readonly string[] = []): Promise<NewEvent[]> {
  return announced(query, await changedLabs(query, 'lab.id <> all($1::uuid[])', [except]));
}

/** The same for some laboratories that were just heard of: only that they are back. */
export async function announceReturns(query: Query, labIds: readonly string[]): Promise<NewEvent[]> {
  const labs = await changedLabs(query, 'lab.id = any($1::uuid[])', [labIds]);
  return announced(
    query,
    labs.filter(({ status }) => status === 'ON_TIME'),
  );
}

function changedLabs(query: Query, condition: string, parameters: unknown[]): Promise<Change[]> {
  return query<Change>(
    `select lab.id as "labId", announced_status as "previousStatus", now.status,
            greatest(case now.status when 'SILENT' then silent_at when 'LATE' then due_at end,
                     deadlines_set_at)::text as "changedAt"
       from labs.lab
       cross join lateral (
         select labs.sync_status(now(), due_at, silent_at, announced_status, announcement_holds) as status
       ) as now
      where ${condition}
        and (now.status <> announced_status or (now.status <> 'ON_TIME' and not announcement_holds))
      order by lab.id for no key update of lab`,
    parameters,
  );
}

async function announced(query: Query, labs: readonly Change[]): Promise<NewEvent[]> {
  if (!labs.length) return [];
  await query(
    `update labs.lab set announced_status = change.status, announcement_holds = change.status <> 'ON_TIME'
       from unnest($1::uuid[], $2::text[]) as change (lab_id, status) where lab.id = change.lab_id`,
    [labs.map(({ labId }) => labId), labs.map(({ status }) => status)],
  );
  return labs
    .filter(({ status, previousStatus }) => status !== previousStatus)
    .map((change) =>
      happened('lab.sync-changed', { ...change, changedAt: new Date(change.changedAt).toISOString() }),
    );
}
