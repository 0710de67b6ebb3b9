import { happened, insertRows, newId } from '@ketqua/platform';
import { keyRing, phoneTransitRing } from '../../key-ring.js';
import { notePhones, phonesOf, removeUnused, resolvePeople } from '../person/resolve-people.js';
import { openFollowUps } from '../test-result/open-follow-ups.js';
import { type ReleaseDecision, ReleasePolicies } from '../test-result/release-policy.js';
import type { StoredResult } from '../test-result/store-version.js';
import { type CanonicalResult, identityOf } from './canonical-result.js';
import { factsHashOf, patientHashOf, phoneIndexOf } from './fingerprint.js';
import type { StoredRow, Storing } from './storing.js';
import { succeed } from './succeed-result.js';

/** A row to store: its result, and who sends it. */
export interface RowToStore {
  readonly index: number;
  readonly result: CanonicalResult;
}

/**
 * Stores rows of one lab, each by itself: a new result is inserted, the same facts are a duplicate, a later status
 * succeeds the stored one, anything else is refused. Rows of one identity take effect in their order.
 */
export async function storeResults(
  storing: Storing,
  rows: readonly RowToStore[],
): Promise<Map<number, StoredRow>> {
  const outcomes = new Map<number, StoredRow>();
  const policies = await ReleasePolicies.load(storing.query);
  const stored = await storedResults(storing, rows);
  const first = new Map<string, RowToStore>();
  const later: RowToStore[] = [];
  for (const row of rows) {
    const identity = identityOf(row.result);
    if (stored.has(identity) || first.has(identity)) later.push(row);
    else first.set(identity, row);
  }
  const fresh = [...first.values()];
  const inserted = await insertResults(storing, policies, fresh);
  for (const row of fresh) {
    const resultId = inserted.get(identityOf(row.result));
    if (resultId) outcomes.set(row.index, { status: 'ACCEPTED', resultId });
    else later.push(row);
  }
  later.sort((a, b) => a.index - b.index);
  const current = later.length ? await storedResults(storing, later) : stored;
  for (const row of later) {
    outcomes.set(
      row.index,
      await succeed(storing, policies, current.get(identityOf(row.result))!, row.result),
    );
  }
  return outcomes;
}

async function storedResults(
  { query, labId }: Storing,
  rows: readonly RowToStore[],
): Promise<Map<string, StoredResult>> {
  if (!rows.length) return new Map();
  const stored = await query<StoredResult>(
    `select r.id, r.accession_number as "accessionNumber", r.test_code as "testCode", r.sub_id as "subId", r.version,
            r.status, r.patient_hash as "patientHash", r.facts_hash as "factsHash", r.person_id as "personId",
            r.released_at as "releasedAt"
       from unnest($2::text[], $3::text[], $4::text[]) as wanted (accession_number, test_code, sub_id)
       join results.test_result r on r.lab_id = $1 and r.accession_number = wanted.accession_number
        and r.test_code = wanted.test_code and r.sub_id = wanted.sub_id
      order by r.id for update of r`,
    [
      labId,
      rows.map(({ result }) => result.accessionNumber),
      rows.map(({ result }) => result.testCode),
      rows.map(({ result }) => result.subId),
    ],
  );
  return new Map(stored.map((result) => [identityOf(result), result]));
}

interface Insertion {
  readonly id: string;
  readonly result: CanonicalResult;
  readonly decision: ReleaseDecision;
  readonly personId: string;
}

async function insertResults(
  storing: Storing,
  policies: ReleasePolicies,
  rows: readonly RowToStore[],
): Promise<Map<string, string>> {
  if (!rows.length) return new Map();
  const { query } = storing;
  const { personIds, created } = await resolvePeople(
    query,
    rows.map(({ result }) => result.patient),
  );
  const insertions = rows.map(
    ({ result }, position): Insertion => ({
      id: newId(),
      result,
      decision: policies.decide(result),
      personId: personIds[position]!,
    }),
  );
  const ids = new Set((await insertTestResults(storing, insertions)).map(({ id }) => id));
  const done = insertions.filter(({ id }) => ids.has(id));
  await openFollowUps(
    storing,
    done.map(({ id, decision }) => ({ resultId: id, decision })),
  );
  await tell(storing, done);
  await removeUnused(query, created);
  return new Map(done.map(({ id, result }) => [identityOf(result), id]));
}

function insertTestResults({ query, labId, submissionId, now }: Storing, insertions: readonly Insertion[]) {
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
      patient: {
        type: 'bytea',
        values: column(({ result }) => keyRing.seal(JSON.stringify(result.patient), 'test_result.patient')),
      },
      patient_hash: { type: 'bytea', values: column(({ result }) => patientHashOf(result.patient)) },
      facts_hash: { type: 'bytea', values: column(({ result }) => factsHashOf(result)) },
      submission_id: { type: 'uuid', values: column(() => submissionId) },
    },
    'on conflict (lab_id, accession_number, test_code, sub_id) do nothing returning id',
  );
}

async function tell({ query, outbox, labId }: Storing, insertions: readonly Insertion[]): Promise<void> {
  const reported = new Map<string, { phone: string; personId: string; phoneIndex: Buffer }[]>();
  for (const { result, personId } of insertions) {
    const { phone } = result.patient;
    if (!phone) continue;
    const phoneIndex = reported.get(phone)?.[0]?.phoneIndex ?? phoneIndexOf(phone);
    reported.set(phone, [...(reported.get(phone) ?? []), { phone, personId, phoneIndex }]);
  }
  await notePhones(query, [...reported.values()].flat());
  if (reported.size) {
    const phones = [...reported].map(([phone, [row]]) => ({
      phoneIndex: row!.phoneIndex.toString('base64url'),
      sealedPhone: phoneTransitRing.seal(phone, 'event.phone').toString('base64'),
    }));
    outbox(happened('person.phone-reported', { phones }));
  }
  const released = insertions.filter(({ decision }) => decision.isReleased);
  const phones = await phonesOf(
    query,
    released.map(({ personId }) => personId),
  );
  const noticed = new Set<string>();
  for (const { id, personId, result } of released) {
    const phoneIndexes = phones.get(personId) ?? [];
    outbox(happened('test-result.released', { resultId: id, version: 1, labId, personId, phoneIndexes }));
    const { phone } = result.patient;
    if (phone) noticed.add(reported.get(phone)![0]!.phoneIndex.toString('base64url'));
  }
  if (noticed.size) outbox(happened('person.notice-due', { phoneIndexes: [...noticed] }));
}
