import { insertRows } from '@ketqua/platform';
import type { Storing } from '../submission/storing.js';
import type { ReleaseDecision } from './release-policy.js';

const noticeHours = 24;

/**
 * What a stored version asks for, in its own transaction: the notice to the authority, and the second test of a
 * detected pool or screening. Opened once for a result, whichever of its versions asks first.
 */
export async function openFollowUps(
  { query, now }: Pick<Storing, 'query' | 'now'>,
  stored: readonly { resultId: string; decision: ReleaseDecision }[],
): Promise<void> {
  const notifiable = stored.filter(({ decision }) => decision.isNotifiable);
  if (notifiable.length) {
    const dueAt = new Date(now.getTime() + noticeHours * 3_600_000).toISOString();
    await insertRows(
      query,
      'results.case_report',
      {
        result_id: { type: 'uuid', values: notifiable.map(({ resultId }) => resultId) },
        due_at: { type: 'timestamptz', values: notifiable.map(() => dueAt) },
      },
      'on conflict (result_id) do update set withdrawn_at = null where case_report.withdrawn_at is not null',
    );
  }
  const reflex = stored.filter(({ decision }) => decision.reflexReason);
  if (!reflex.length) return;
  await insertRows(
    query,
    'results.reflex_order',
    {
      result_id: { type: 'uuid', values: reflex.map(({ resultId }) => resultId) },
      reason: { type: 'text', values: reflex.map(({ decision }) => decision.reflexReason) },
    },
    'on conflict do nothing',
  );
}

/**
 * Closes what a result had asked for that is no case any more: it was withdrawn, or corrected to another outcome. A
 * report that was sent stays, marked: it must be taken back at the authority.
 */
export async function closeFollowUps(
  { query }: Pick<Storing, 'query'>,
  resultIds: readonly string[],
): Promise<void> {
  if (!resultIds.length) return;
  await query(
    `with closed as (
       update results.reflex_order set closed_at = now() where result_id = any($1::uuid[]) and closed_at is null
     )
     update results.case_report set withdrawn_at = now() where result_id = any($1::uuid[]) and withdrawn_at is null`,
    [resultIds],
  );
}
