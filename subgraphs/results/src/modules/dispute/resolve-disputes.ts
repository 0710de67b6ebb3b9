import { insertRows, type NewEvent, type Query } from '@ketqua/platform';
import type { Accessor } from '../record-access/accessor.js';
import { isWithdrawn } from '../test-result/status-transitions.js';
import type { ResultStatus } from '../test-result/test-result.vocabulary.js';
import { DisputeState, resolvableStates } from './dispute-state.js';
import { actorOf, holdForDisputes, type Step, stepOfVersion, takeSteps } from './take-step.js';

interface Resolved {
  readonly id: string;
  readonly resultId: string;
  readonly personId: string;
  readonly labId: string;
  readonly accountId: string;
  readonly status: ResultStatus;
}

/**
 * Ends the disputes of results that have just become a later version, in the transaction that stored it: their rows are
 * locked. One statement where there is none. Gives the events that tell of it.
 */
export async function resolveDisputes(
  query: Query,
  resultIds: readonly string[],
  by: (labId: string) => Accessor | null,
): Promise<NewEvent[]> {
  if (!resultIds.length) return [];
  const resolved = await query<Resolved>(
    `update results.dispute d set state = $2, closed_at = now(), resolved_version = r.version
       from results.test_result r
      where r.id = d.result_id and d.result_id = any($1::uuid[]) and d.state = any($3::text[])
      returning d.id, d.result_id as "resultId", d.person_id as "personId", d.lab_id as "labId",
                d.account_id as "accountId", r.status`,
    [[...resultIds], DisputeState.RESOLVED, resolvableStates],
  );
  if (!resolved.length) return [];
  await holdForDisputes(
    query,
    resolved.map(({ resultId }) => resultId),
  );
  return takeSteps(
    query,
    resolved.map((dispute): Step => {
      const step = stepOfVersion(isWithdrawn(dispute.status));
      return { dispute, step, by: actorOf(by(dispute.labId)) };
    }),
  );
}

/** Writes events where there is no outbox: a recall's step writes its own. */
export async function writeEvents(query: Query, events: readonly NewEvent[]): Promise<void> {
  if (!events.length) return;
  await insertRows(query, 'events.event', {
    topic: { type: 'text', values: events.map(({ topic }) => topic) },
    payload: { type: 'jsonb', values: events.map(({ payload }) => JSON.stringify(payload)) },
  });
}
