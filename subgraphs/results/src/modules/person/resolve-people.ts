import { insertRows, newId, type Query } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';
import type { ReportedPatient } from '../submission/canonical-result.js';
import { personKeysOf } from '../submission/fingerprint.js';

interface Candidate {
  readonly patient: ReportedPatient;
  readonly keys: readonly Buffer[];
  personId: string;
  isNew: boolean;
}

/** The people that some rows belong to, in the rows' order, and those of them that are new. */
export interface ResolvedPeople {
  readonly personIds: readonly string[];
  readonly created: ReadonlySet<string>;
}

/**
 * Finds or makes the person of each row, inside the caller's transaction. Keys are inserted in one order, and a
 * key that another transaction inserted meanwhile wins: two copies of a file make each person once.
 */
export async function resolvePeople(
  query: Query,
  patients: readonly ReportedPatient[],
): Promise<ResolvedPeople> {
  const candidates: Candidate[] = patients.map((patient) => ({
    patient,
    keys: personKeysOf(patient),
    personId: '',
    isNew: false,
  }));
  const stored = await knownPeople(query, candidates);
  const known = new Map(stored);
  const created = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const found = candidate.keys.map((key) => known.get(key.toString('hex'))).find(Boolean);
    candidate.personId = found ?? newId();
    candidate.isNew = !found;
    if (!found) created.set(candidate.personId, candidate);
    for (const key of candidate.keys) {
      if (!known.has(key.toString('hex'))) known.set(key.toString('hex'), candidate.personId);
    }
  }
  await insertPeople(query, [...created.values()]);
  await insertKeys(query, candidates, stored, known);
  return { personIds: candidates.map(({ personId }) => personId), created: new Set(created.keys()) };
}

async function knownPeople(query: Query, candidates: readonly Candidate[]): Promise<Map<string, string>> {
  const keys = candidates.flatMap((candidate) => candidate.keys);
  if (!keys.length) return new Map();
  const rows = await query<{ key: Uint8Array; person_id: string }>(
    'select key, person_id from results.person_key where key = any($1::bytea[])',
    [keys],
  );
  return new Map(rows.map(({ key, person_id }) => [Buffer.from(key).toString('hex'), person_id]));
}

async function insertPeople(query: Query, created: readonly Candidate[]): Promise<void> {
  if (!created.length) return;
  const sealed = (text: string | null, column: string) =>
    text === null ? null : keyRing.seal(text, `person.${column}`);
  await insertRows(query, 'results.person', {
    id: { type: 'uuid', values: created.map(({ personId }) => personId) },
    full_name: { type: 'bytea', values: created.map(({ patient }) => sealed(patient.fullName, 'full_name')) },
    date_of_birth: {
      type: 'bytea',
      values: created.map(({ patient }) => sealed(patient.dateOfBirth, 'date_of_birth')),
    },
    sex: { type: 'text', values: created.map(({ patient }) => patient.sex) },
    national_id_last4: {
      type: 'bytea',
      values: created.map(({ patient }) =>
        sealed(patient.nationalId?.slice(-4) ?? null, 'national_id_last4'),
      ),
    },
  });
}

async function insertKeys(
  query: Query,
  candidates: Candidate[],
  stored: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string>,
): Promise<void> {
  const owners = new Map<string, string>();
  for (const { keys } of candidates) {
    for (const key of keys) owners.set(key.toString('hex'), known.get(key.toString('hex'))!);
  }
  const fresh = [...owners.keys()].filter((key) => !stored.has(key)).sort();
  if (!fresh.length) return;
  const inserted = await insertRows(
    query,
    'results.person_key',
    {
      key: { type: 'bytea', values: fresh.map((key) => Buffer.from(key, 'hex')) },
      person_id: { type: 'uuid', values: fresh.map((key) => owners.get(key)) },
    },
    'on conflict (key) do nothing returning true',
  );
  if (inserted.length === fresh.length) return;
  // Whoever was there first keeps the key: rows that lost the race go to that person.
  const settled = await knownPeople(query, candidates);
  const moved = new Map<string, string>();
  for (const [key, owner] of owners) {
    const settledOwner = settled.get(key)!;
    if (settledOwner !== owner && !moved.has(owner)) moved.set(owner, settledOwner);
  }
  for (const candidate of candidates) {
    if (candidate.isNew) candidate.personId = moved.get(candidate.personId) ?? candidate.personId;
  }
}

/** Notes the phones that people were reported with. */
export async function notePhones(
  query: Query,
  reported: readonly { personId: string; phoneIndex: Buffer }[],
): Promise<void> {
  const rows = new Map(reported.map((row) => [`${row.phoneIndex.toString('hex')}${row.personId}`, row]));
  const sorted = [...rows.keys()].sort().map((key) => rows.get(key)!);
  if (!sorted.length) return;
  await insertRows(
    query,
    'results.person_phone',
    {
      phone_index: { type: 'bytea', values: sorted.map(({ phoneIndex }) => phoneIndex) },
      person_id: { type: 'uuid', values: sorted.map(({ personId }) => personId) },
    },
    'on conflict do nothing',
  );
}

/** Removes people that were made for rows which turned out to be stored already. */
export async function removeUnused(query: Query, created: readonly string[]): Promise<void> {
  if (!created.length) return;
  await query(
    `delete from results.person p where p.id = any($1::uuid[])
        and not exists (select from results.test_result r where r.person_id = p.id)`,
    [created],
  );
}

/** Every phone of some people: who is to hear of their results. */
export async function phonesOf(query: Query, personIds: readonly string[]): Promise<Map<string, string[]>> {
  if (!personIds.length) return new Map();
  const rows = await query<{ person_id: string; phone_index: Uint8Array }>(
    'select person_id, phone_index from results.person_phone where person_id = any($1::uuid[])',
    [[...new Set(personIds)]],
  );
  const phones = new Map<string, string[]>();
  for (const { person_id, phone_index } of rows) {
    const index = Buffer.from(phone_index).toString('base64url');
    phones.set(person_id, [...(phones.get(person_id) ?? []), index]);
  }
  return phones;
}
