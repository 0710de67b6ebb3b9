import { insertRows, newId } from '@ketqua/platform';
import { removeUnused, resolvePeople } from '../person/resolve-people.js';
import { storeHolds } from '../release/store-holds.js';
import { openFollowUps } from '../test-result/open-follow-ups.js';
import type { ReleaseDecision, ReleasePolicies } from '../test-result/release-policy.js';
import { type CanonicalResult, identityOf } from './canonical-result.js';
import { type SealedResult, sealPhones, sealResults } from './seal-rows.js';
import type { RowToStore } from './standing.js';
import type { Storing } from './storing.js';
import { tellOfResults } from './tell-of-results.js';

/** A result that is inserted, and what was decided of it. */
export interface Insertion {
  readonly id: string;
  readonly result: CanonicalResult;
  readonly sealed: SealedResult;
  readonly decision: ReleaseDecision;
  readonly personId: string;
}

/**
 * Inserts results of identities that were not stored, with their people, holds, follow-ups and events. Gives the ids
 * by identity; one that another transaction stored meanwhile has none.
 */
export async function insertResults(
  storing: Storing,
  policies: ReleasePolicies,
  rows: readonly RowToStore[],
): Promise<Map<string, string>> {
  if (!rows.length) return new Map();
  const { query } = storing;
  const results = rows.map(({ result }) => result);
  const [{ personIds, created }, sealed] = await Promise.all([
    resolvePeople(
      query,
      results.map(({ patient }) => patient),
    ),
    sealResults(results),
  ]);
  const insertions = results.map(
    (result, position): Insertion => ({
      id: newId(),
      result,
      sealed: sealed[position]!,
      decision: policies.decide(result),
      personId: personIds[position]!,
    }),
  );
  const [stored, phones] = await Promise.all([insertTestResults(storing, insertions), sealPhones(results)]);
  const ids = new Set(stored.map(({ id }) => id));
  const done = insertions.filter(({ id }) => ids.has(id));
  const decided = done.map(({ id, decision }) => ({ resultId: id, decision }));
  await openFollowUps(storing, decided);
  await storeHolds(storing, decided);
  await tellOfResults(storing, done, { created, phones });
  const used = new Set(done.map(({ personId }) => personId));
  await removeUnused(
    query,
    [...created].filter((personId) => !used.has(personId)),
  );
  return new Map(done.map(({ id, result }) => [identityOf(result), id]));
}

function insertTestResults(
  { query, labId, submissionId, now }: Storing,
  insertions: readonly Insertion[],
): Promise<{ id: string }[]> {
  const column = <Value>(value: (insertion: Insertion) => Value) => insertions.map(value);
  const text = (value: (result: CanonicalResult) => string | null) =>
    ({ type: 'text', values: column(({ result }) => value(result)) }) as const;
  return insertRows<{ id: string }>(
    query,
    'results.test_result',
    {
      id: { type: 'uuid', values: column(({ id }) => id) },
      lab_id: { type: 'uuid', values: column(() => labId) },
      accession_number: text(({ accessionNumber }) => accessionNumber),
      test_code: text(({ testCode }) => testCode),
      sub_id: text(({ subId }) => subId),
      version: { type: 'int', values: column(() => 1) },
      status: { type: 'text', values: column(({ decision }) => decision.status) },
      outcome: text(({ outcome }) => outcome),
      disease: text(({ disease }) => disease),
      method: text(({ method }) => method),
      test_name: text(({ testName }) => testName),
      device_id: text(({ deviceId }) => deviceId),
      specimen_kind: text(({ specimenKind }) => specimenKind),
      specimen_purpose: text(({ specimenPurpose }) => specimenPurpose),
      run_id: text(({ runId }) => runId),
      instrument: text(({ instrument }) => instrument),
      kit_lot: text(({ kitLot }) => kitLot),
      specimen_collected_at: {
        type: 'timestamptz',
        values: column(({ result }) => result.specimenCollectedAt.toISOString()),
      },
      resulted_at: {
        type: 'timestamptz',
        values: column(({ result }) => result.resultedAt?.toISOString() ?? null),
      },
      released_at: {
        type: 'timestamptz',
        values: column(({ decision }) => (decision.isReleased ? now.toISOString() : null)),
      },
      person_id: { type: 'uuid', values: column(({ personId }) => personId) },
      patient: { type: 'bytea', values: column(({ sealed }) => sealed.patient) },
      patient_hash: { type: 'bytea', values: column(({ sealed }) => sealed.patientHash) },
      facts_hash: { type: 'bytea', values: column(({ sealed }) => sealed.factsHash) },
      submission_id: { type: 'uuid', values: column(() => submissionId) },
    },
    'on conflict (lab_id, accession_number, test_code, sub_id) do nothing returning id',
  );
}
