import type { ResultFactsFragment } from '../schema/operations.ts';

/** What a result says to its person: its outcome, or that there is none yet, or no more. */
export type PlainOutcome = NonNullable<ResultFactsFragment['outcome']> | 'PENDING' | 'CANCELLED';

const withdrawn = new Set(['CANCELLED', 'ENTERED_IN_ERROR']);
const reported = new Set(['FINAL', 'AMENDED', 'CORRECTED', 'APPENDED']);

/** The plain outcome by FHIR's DiagnosticReport status; only a reported one shows its outcome. */
export function plainOutcome(result: {
  status: string;
  outcome: ResultFactsFragment['outcome'];
}): PlainOutcome {
  if (withdrawn.has(result.status)) return 'CANCELLED';
  if (!reported.has(result.status) || result.outcome === null) return 'PENDING';
  return result.outcome;
}
