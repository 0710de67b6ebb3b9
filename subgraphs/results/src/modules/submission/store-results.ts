import { ReleasePolicies } from '../test-result/release-policy.js';
import { type NextVersion, storeVersions } from '../test-result/store-version.js';
import { identityOf } from './canonical-result.js';
import { factsHashOf } from './fingerprint.js';
import { insertResults } from './insert-results.js';
import { addEarlierRows, addFacts, type RowToStore, type Standing, standingsOf } from './standing.js';
import type { StoredRow, Storing } from './storing.js';
import { judgeSuccessor, noteRow, nothingStored } from './succeed-result.js';

export type { RowToStore } from './standing.js';

/**
 * Stores rows of one lab, each by itself: a new result is inserted, the same facts are a duplicate, a later status
 * succeeds the stored one, anything else is refused. Rows of one identity take effect in their order.
 */
export async function storeResults(
  storing: Storing,
  rows: readonly RowToStore[],
): Promise<Map<number, StoredRow>> {
  const { query, labId } = storing;
  const outcomes = new Map<number, StoredRow>();
  const policies = await ReleasePolicies.load(query);
  const known = await standingsOf(query, labId, rows, { lock: true });
  const first = new Map<string, RowToStore>();
  const later: RowToStore[] = [];
  for (const row of rows) {
    const identity = identityOf(row.result);
    if (known.has(identity) || first.has(identity)) later.push(row);
    else if (row.result.restsOnStored) outcomes.set(row.index, nothingStored(row));
    else first.set(identity, row);
  }
  const fresh = [...first.values()];
  const inserted = await insertResults(storing, policies, fresh);
  for (const row of fresh) {
    const resultId = inserted.get(identityOf(row.result));
    if (resultId) outcomes.set(row.index, { status: 'ACCEPTED', resultId });
    else later.push(row);
  }
  if (!later.length) return outcomes;
  later.sort((a, b) => a.index - b.index);
  const standings = await standingsOf(query, labId, later, { lock: true });
  await addEarlierRows(query, storing.submissionId, standings);
  await addFacts(query, standings, later);
  for (const row of fresh) {
    const standing = inserted.has(identityOf(row.result)) && standings.get(identityOf(row.result));
    if (standing) noteRow(standing, row.index);
  }
  const successors = new Successors(storing, policies);
  for (const row of later) {
    outcomes.set(row.index, await successors.take(row, standings.get(identityOf(row.result))!));
  }
  await successors.store();
  return outcomes;
}

/** Later versions of stored results, gathered and stored together; two of one result one after the other. */
class Successors {
  readonly #waiting = new Map<string, NextVersion>();

  constructor(
    private readonly storing: Storing,
    private readonly policies: ReleasePolicies,
  ) {}

  async take(row: RowToStore, standing: Standing): Promise<StoredRow> {
    const { stored } = standing;
    // The row is judged against what the one before it made of the result.
    if (this.#waiting.has(stored.id)) await this.store();
    const before = standing.facts;
    const judged = judgeSuccessor(this.policies, standing, row);
    if ('status' in judged) return judged;
    standing.earlier.push({ status: stored.status, factsHash: stored.factsHash });
    standing.facts = judged.next;
    standing.rows.push({ index: row.index, status: judged.next.status, factsHash: factsHashOf(judged.next) });
    this.#waiting.set(stored.id, { stored, result: judged.next, decision: judged.decision, before });
    return { status: 'ACCEPTED', resultId: stored.id };
  }

  async store(): Promise<void> {
    await storeVersions(this.storing, [...this.#waiting.values()]);
    this.#waiting.clear();
  }
}
