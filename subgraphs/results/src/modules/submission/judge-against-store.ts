import type { Query } from '@ketqua/platform';
import { ReleasePolicies } from '../test-result/release-policy.js';
import { identityOf } from './canonical-result.js';
import { factsHashOf, patientHashOf } from './fingerprint.js';
import { addFacts, type RowToStore, type Standing, standingsOf } from './standing.js';
import type { StoredRow } from './storing.js';
import { judgeSuccessor, noteRow, nothingStored } from './succeed-result.js';

/**
 * Foresees what `storeResults` would answer to these rows, in their order, without writing or locking anything. A row
 * that would make a new result has no `resultId`.
 */
export async function judgeAgainstStore(
  query: Query,
  labId: string,
  rows: readonly RowToStore[],
): Promise<Map<number, StoredRow>> {
  const policies = await ReleasePolicies.load(query);
  const standings = await standingsOf(query, labId, rows, { lock: false });
  await addFacts(query, standings, rows);
  return new Map(rows.map((row) => [row.index, foresee(policies, standings, row)]));
}

function foresee(policies: ReleasePolicies, standings: Map<string, Standing>, row: RowToStore): StoredRow {
  const { result, index } = row;
  const standing = standings.get(identityOf(result));
  if (!standing) {
    if (result.restsOnStored) return nothingStored(row);
    standings.set(identityOf(result), standingOfNew(policies, row));
    return { status: 'ACCEPTED', resultId: null };
  }
  const judged = judgeSuccessor(policies, standing, row);
  if ('status' in judged) return judged;
  const { stored } = standing;
  standing.earlier.push({ status: stored.status, factsHash: stored.factsHash });
  stored.status = judged.next.status;
  stored.factsHash = factsHashOf(judged.next);
  standing.facts = judged.next;
  noteRow(standing, index);
  return { status: 'ACCEPTED', resultId: stored.id || null };
}

function standingOfNew(policies: ReleasePolicies, { result, index }: RowToStore): Standing {
  const { accessionNumber, testCode, subId } = result;
  const { status } = policies.decide(result);
  const standing: Standing = {
    stored: {
      id: '',
      accessionNumber,
      testCode,
      subId,
      version: 1,
      status,
      patientHash: patientHashOf(result.patient),
      factsHash: factsHashOf(result),
      personId: '',
      releasedAt: null,
    },
    earlier: [],
    rows: [],
    facts: { ...result, status },
  };
  noteRow(standing, index);
  return standing;
}
