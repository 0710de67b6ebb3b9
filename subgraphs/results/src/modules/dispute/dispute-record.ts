import type { Query } from '@ketqua/platform';
import type { DisputeKind, DisputeParty, DisputeState, DisputeStepKind } from './dispute-state.js';

/** A dispute as it is stored. */
export interface DisputeRecord {
  readonly id: string;
  readonly resultId: string;
  readonly resultVersion: number;
  readonly resolvedVersion: number | null;
  readonly personId: string;
  readonly labId: string;
  readonly accountId: string;
  readonly kind: DisputeKind;
  /** Sealed. */
  readonly statement: Uint8Array;
  readonly state: DisputeState;
  readonly openedAt: string;
  readonly dueAt: string;
  readonly isOverdue: boolean;
  readonly closedAt: string | null;
}

/** One step of its course as it is stored. */
export interface StepRecord {
  readonly disputeId: string;
  readonly step: DisputeStepKind;
  readonly at: string;
  readonly party: DisputeParty | null;
  /** Sealed. */
  readonly note: Uint8Array | null;
}

/** Past its deadline by the database's clock, whether or not anybody was told. */
export const isOverdue = 'd.closed_at is null and d.due_at <= now()';

const time = (column: string) => `to_json(${column}) #>> '{}'`;

/** Selects disputes `d` as DisputeRecord. */
export const selectDisputes = `
  select d.id, d.result_id as "resultId", d.result_version as "resultVersion",
         d.resolved_version as "resolvedVersion", d.person_id as "personId", d.lab_id as "labId",
         d.account_id as "accountId", d.kind, d.statement, d.state, ${time('d.opened_at')} as "openedAt",
         ${time('d.due_at')} as "dueAt", ${isOverdue} as "isOverdue", ${time('d.closed_at')} as "closedAt"
    from results.dispute d`;

/** A dispute by its id, or `undefined`. */
export async function disputeOf(query: Query, id: string): Promise<DisputeRecord | undefined> {
  const [found] = await query<DisputeRecord>(`${selectDisputes} where d.id = $1`, [id]);
  return found;
}

/** The same, after its result and it are locked: the result first, as everywhere. */
export async function lockDispute(query: Query, { id, resultId }: DisputeRecord): Promise<DisputeRecord> {
  await query('select from results.test_result where id = $1 for update', [resultId]);
  const [found] = await query<DisputeRecord>(`${selectDisputes} where d.id = $1 for update`, [id]);
  return found!;
}

/** The steps of some disputes, in their order. */
export function stepsOf(query: Query, ids: readonly string[]): Promise<StepRecord[]> {
  return query<StepRecord>(
    `select dispute_id as "disputeId", step, ${time('at')} as at, party, note
       from results.dispute_step where dispute_id = any($1::uuid[]) order by id`,
    [[...ids]],
  );
}
