import type { Storing } from '../submission/storing.js';
import type { ReleaseDecision } from '../test-result/release-policy.js';

interface Decided {
  readonly resultId: string;
  readonly decision: ReleaseDecision;
}

/**
 * Holds the results that may not be shown yet, by the database's clock. A later version that is held for the same
 * reason waits since the first: a person does not wait longer because the lab corrected itself.
 */
export async function storeHolds(
  { query }: Pick<Storing, 'query'>,
  decided: readonly Decided[],
): Promise<void> {
  const held = decided.flatMap(({ resultId, decision: { hold } }) => (hold ? [{ resultId, ...hold }] : []));
  if (!held.length) return;
  await query(
    `insert into results.result_hold (result_id, mode, since, until, alarm_at)
     select result_id, mode, now(), now() + make_interval(hours => hours), now() + make_interval(hours => hours)
       from unnest($1::uuid[], $2::text[], $3::int[]) as held (result_id, mode, hours)
     on conflict (result_id) do update
        set mode = excluded.mode, since = excluded.since, until = excluded.until, alarm_at = excluded.alarm_at
      where result_hold.mode <> excluded.mode`,
    [
      held.map(({ resultId }) => resultId),
      held.map(({ mode }) => mode),
      held.map(({ longestHours }) => longestHours),
    ],
  );
}

/** Ends the hold of results that were released or withdrawn, or that are not settled any more. */
export async function endHolds(
  { query }: Pick<Storing, 'query'>,
  resultIds: readonly string[],
): Promise<void> {
  if (!resultIds.length) return;
  await query('delete from results.result_hold where result_id = any($1::uuid[])', [resultIds]);
}
