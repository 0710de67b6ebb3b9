import { happened, insertRows, type NewEvent, newId, type Query } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';
import type { Accessor } from '../record-access/accessor.js';
import { AccessorKind } from '../record-access/record-act.js';
import type { DisputeRecord } from './dispute-record.js';
import { DisputeParty, DisputeStepKind } from './dispute-state.js';

/** Who takes a step: an organisation for everybody to see, an account or a key for an inspection. */
export interface Actor {
  readonly party: DisputeParty | null;
  readonly actorId: string | null;
}

/** The step of one dispute. */
export interface Step {
  readonly dispute: Pick<DisputeRecord, 'id' | 'resultId' | 'personId' | 'labId' | 'accountId'>;
  readonly step: DisputeStepKind;
  readonly by: Actor;
  readonly note?: string | null;
}

/** The clock, which nobody answers for. */
export const theClock: Actor = { party: null, actorId: null };

/** What acts in a dispute where somebody opened a record. */
export function actorOf(accessor: Accessor | null): Actor {
  if (!accessor) return theClock;
  const isLabs = accessor.kind === AccessorKind.LAB_STAFF || accessor.kind === AccessorKind.LAB_KEY;
  return { party: isLabs ? DisputeParty.LABORATORY : DisputeParty.AUTHORITY, actorId: accessor.actorId };
}

/**
 * Writes steps of disputes whose states are changed already; gives the events that tell of them. Whoever opened the
 * dispute, if it was not their own step, is told by text or push that something waits: no more is said there.
 */
export async function takeSteps(query: Query, steps: readonly Step[]): Promise<NewEvent[]> {
  if (!steps.length) return [];
  await insertRows(query, 'results.dispute_step', {
    id: { type: 'uuid', values: steps.map(() => newId()) },
    dispute_id: { type: 'uuid', values: steps.map(({ dispute }) => dispute.id) },
    step: { type: 'text', values: steps.map(({ step }) => step) },
    party: { type: 'text', values: steps.map(({ by }) => by.party) },
    actor_id: { type: 'uuid', values: steps.map(({ by }) => by.actorId) },
    note: {
      type: 'bytea',
      values: steps.map(({ note }) => (note ? keyRing.seal(note, 'dispute_step.note') : null)),
    },
  });
  const told: NewEvent[] = steps.map(({ dispute: { id, resultId, labId, accountId } }) =>
    happened('dispute.changed', { disputeId: id, resultId, labId, accountId }),
  );
  const phoneIndexes = await phonesToTell(
    query,
    steps.filter(({ by }) => by.party !== DisputeParty.CITIZEN).map(({ dispute }) => dispute),
  );
  return phoneIndexes.length ? [...told, happened('person.notice-due', { phoneIndexes })] : told;
}

/** The phones by which the citizens hold their claims; a suspended claim is told nothing. */
async function phonesToTell(query: Query, disputes: readonly Step['dispute'][]): Promise<string[]> {
  if (!disputes.length) return [];
  const rows = await query<{ phone: Uint8Array }>(
    `select distinct c.phone_index as phone
       from unnest($1::uuid[], $2::uuid[]) as d (person_id, account_id)
       join results.claim c on c.person_id = d.person_id and c.account_id = d.account_id
      where c.suspended_at is null`,
    [disputes.map(({ personId }) => personId), disputes.map(({ accountId }) => accountId)],
  );
  return rows.map(({ phone }) => Buffer.from(phone).toString('base64url'));
}

/** While a dispute of it is in course, a result is kept from being deleted. Its row is locked. */
export async function holdForDisputes(query: Query, resultIds: readonly string[]): Promise<void> {
  await query(
    `update results.test_result r set legal_hold = exists (
       select from results.dispute d where d.result_id = r.id and d.closed_at is null)
      where r.id = any($1::uuid[])`,
    [[...resultIds]],
  );
}

/** The step that a later version of the result is. */
export function stepOfVersion(isWithdrawn: boolean): DisputeStepKind {
  return isWithdrawn ? DisputeStepKind.RESULT_WITHDRAWN : DisputeStepKind.RESULT_CORRECTED;
}
