import type { ReleaseDecision, ReleasePolicies } from '../test-result/release-policy.js';
import { isFinal, isWithdrawn, mayBecome, withdrawalOf } from '../test-result/status-transitions.js';
import type { CanonicalResult } from './canonical-result.js';
import { differingFields } from './differing-fields.js';
import { factsHashOf, patientHashOf } from './fingerprint.js';
import type { ProblemCode } from './problem.js';
import { type RowToStore, rowSaying, type Said, type Standing, saysTheSame } from './standing.js';
import type { StoredRow } from './storing.js';

/** A row that becomes the next version of what is stored. */
export interface Successor {
  readonly next: CanonicalResult;
  readonly decision: ReleaseDecision;
}

/**
 * Judges a row against the standing of its identity: an answer at once, or the version to store. A row that repeats
 * another is noted in the standing, for the rows behind it.
 */
export function judgeSuccessor(
  policies: ReleasePolicies,
  standing: Standing,
  { result, index }: RowToStore,
): StoredRow | Successor {
  const { stored } = standing;
  const refused = (code: ProblemCode, ...fields: string[]): StoredRow => ({
    status: 'REJECTED',
    code,
    fields,
    resultId: stored.id || null,
    duplicateOf: rowSaying(standing, stored) ?? standing.rows.at(-1)?.index ?? null,
  });
  const namesPatient = result.restsOnStored?.namesPatient ?? true;
  if (namesPatient && !Buffer.from(stored.patientHash).equals(patientHashOf(result.patient))) {
    return refused('OTHER_PATIENT', 'patient');
  }
  const meant = meantBy(standing, result);
  if (meant === 'DONE') return duplicate(standing, index, stored);
  if (meant === 'NOTHING') return refused('NOTHING_TO_FINALISE', 'outcome');
  const decision = policies.decide(meant);
  // A detected pool stays preliminary; one that was final cannot, and is corrected without being shown.
  const status = isFinal(stored.status) ? meant.status : decision.status;
  const said = { status, factsHash: factsHashOf(meant) };
  if (stored.status === status) {
    if (saysTheSame(stored, said)) return duplicate(standing, index, said);
    const code = standing.rows.length ? 'CONFLICTS_WITH_EARLIER_ROW' : 'CONFLICTS_WITH_STORED';
    return refused(code, ...differingFields(standing.facts!, meant));
  }
  if (mayBecome(stored.status, status)) return { next: { ...meant, status }, decision };
  // What was sent before it was corrected comes again with every copy of the file; a withdrawn one must be told.
  const isRepeated = !isWithdrawn(stored.status) && standing.earlier.some((one) => saysTheSame(one, said));
  return isRepeated ? duplicate(standing, index, said) : refused('STATUS_CANNOT_FOLLOW', 'status');
}

function duplicate(standing: Standing, index: number, { status, factsHash }: Said): StoredRow {
  const said = { status, factsHash };
  const duplicateOf = rowSaying(standing, said);
  standing.rows.push({ index, ...said });
  return { status: 'DUPLICATE', resultId: standing.stored.id || null, duplicateOf };
}

/** What a row says in full: a withdrawal, and a status that makes a stored outcome final, keep the stored facts. */
function meantBy({ stored, facts }: Standing, result: CanonicalResult): CanonicalResult | 'DONE' | 'NOTHING' {
  if (isWithdrawn(result.status)) {
    if (isWithdrawn(stored.status)) return 'DONE';
    return { ...facts!, status: withdrawalOf(stored.status, result.status) };
  }
  if (!result.restsOnStored) return result;
  if (isFinal(stored.status)) return 'DONE';
  if (isWithdrawn(stored.status)) return { ...facts!, status: result.status };
  return facts?.outcome ? { ...facts, status: result.status } : 'NOTHING';
}

/** The answer to a row that leaves its facts to a result that nobody stored. */
export function nothingStored({ result }: RowToStore): StoredRow {
  return isWithdrawn(result.status)
    ? { status: 'REJECTED', code: 'NOTHING_TO_WITHDRAW', fields: ['accessionNumber'], resultId: null }
    : { status: 'REJECTED', code: 'NOTHING_TO_FINALISE', fields: ['outcome'], resultId: null };
}

/** Notes that a row was stored, for the rows behind it. */
export function noteRow(standing: Standing, index: number): void {
  const { status, factsHash } = standing.stored;
  standing.rows.push({ index, status, factsHash });
}
