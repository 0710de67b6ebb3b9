import type { Query } from '@ketqua/platform';
import { isWithdrawn } from '../test-result/status-transitions.js';
import { type StoredResult, selectStored } from '../test-result/store-version.js';
import { storedFacts } from '../test-result/stored-facts.js';
import type { ResultStatus } from '../test-result/test-result.vocabulary.js';
import { type CanonicalResult, identityOf } from './canonical-result.js';
import { factsHashOf } from './fingerprint.js';

/** What a version of a result said, as far as it can be compared. */
export interface Said {
  readonly status: ResultStatus;
  readonly factsHash: Uint8Array;
}

/** Where a result stands while the rows of a submission are judged one after the other. */
export interface Standing {
  readonly stored: StoredResult;
  /** The versions that later ones replaced. */
  readonly earlier: Said[];
  /** Rows of this submission that spoke of it and were not refused, in their order. */
  readonly rows: (Partial<Said> & { readonly index: number })[];
  /** What it says now, where that was needed or is known. */
  facts?: CanonicalResult | undefined;
}

/** A row that was judged by itself. */
export interface RowToStore {
  readonly index: number;
  readonly result: CanonicalResult;
}

/** Finds what is stored under the identities of some rows; with `lock`, locked until the transaction ends. */
export async function standingsOf(
  query: Query,
  labId: string,
  rows: readonly RowToStore[],
  { lock }: { lock: boolean },
): Promise<Map<string, Standing>> {
  if (!rows.length) return new Map();
  const stored = await query<StoredResult>(
    `${selectStored}
       join unnest($2::text[], $3::text[], $4::text[]) as wanted (accession_number, test_code, sub_id)
         on r.lab_id = $1 and r.accession_number = wanted.accession_number
        and r.test_code = wanted.test_code and r.sub_id = wanted.sub_id
      order by r.id ${lock ? 'for update of r' : ''}`,
    [
      labId,
      rows.map(({ result }) => result.accessionNumber),
      rows.map(({ result }) => result.testCode),
      rows.map(({ result }) => result.subId),
    ],
  );
  const standings = new Map(
    stored.map((result): [string, Standing] => [result.id, { stored: result, earlier: [], rows: [] }]),
  );
  await addEarlierVersions(query, standings);
  return new Map([...standings.values()].map((standing) => [identityOf(standing.stored), standing]));
}

async function addEarlierVersions(query: Query, standings: ReadonlyMap<string, Standing>): Promise<void> {
  const changed = [...standings.values()].filter(({ stored }) => stored.version > 1);
  if (!changed.length) return;
  const versions = await query<Said & { id: string }>(
    `select result_id as id, status, facts_hash as "factsHash" from results.test_result_version
      where result_id = any($1::uuid[]) and facts_hash is not null order by version`,
    [changed.map(({ stored }) => stored.id)],
  );
  for (const { id, ...said } of versions) standings.get(id)!.earlier.push(said);
}

/** Adds the rows of this submission that earlier transactions stored: a file is committed step by step. */
export async function addEarlierRows(
  query: Query,
  submissionId: string | null,
  standings: ReadonlyMap<string, Standing>,
): Promise<void> {
  if (!submissionId || !standings.size) return;
  const byId = new Map([...standings.values()].map((standing) => [standing.stored.id, standing]));
  const found = await query<{ id: string; index: number }>(
    `select result_id as id, max(index) as index from results.submission_row
      where submission_id = $1 and status <> 'REJECTED' and result_id = any($2::uuid[]) group by result_id`,
    [submissionId, [...byId.keys()]],
  );
  for (const { id, index } of found) byId.get(id)!.rows.push({ index });
}

/** Adds what is stored in full, where judging a row needs it. */
export async function addFacts(
  query: Query,
  standings: ReadonlyMap<string, Standing>,
  rows: readonly RowToStore[],
): Promise<void> {
  const needed = rows.flatMap((row) => {
    const standing = standings.get(identityOf(row.result));
    return standing && needsFacts(standing, row) ? standing : [];
  });
  const facts = await storedFacts(
    query,
    needed.map(({ stored }) => stored.id),
  );
  for (const standing of needed) standing.facts = facts.get(standing.stored.id);
}

/** Whether a row rests on what is stored, or says something else and is told where. */
function needsFacts({ stored }: Standing, { result }: RowToStore): boolean {
  if (result.restsOnStored !== undefined || isWithdrawn(result.status)) return true;
  return !Buffer.from(stored.factsHash).equals(factsHashOf(result));
}

/** The row of this submission that said so first; of one that an earlier transaction stored it is taken on trust. */
export function rowSaying({ rows }: Standing, said: Said): number | null {
  return rows.find((row) => !row.factsHash || saysTheSame(row as Said, said))?.index ?? null;
}

export function saysTheSame(a: Said, b: Said): boolean {
  return a.status === b.status && Buffer.from(a.factsHash).equals(b.factsHash);
}
