import type { FactProblem } from './certificate-facts.js';
import type { RuleJudgement } from './evaluate-rules.js';

/** What the officer acts on. */
export type Verdict = 'PASS' | 'FAIL' | 'UNKNOWN';

/** VALID: a trusted key signed it. UNTRUSTED_ISSUER: no key that we trust for this. INVALID: anything else. */
export type SignatureJudgement = 'VALID' | 'INVALID' | 'UNTRUSTED_ISSUER';

/** Where a certificate stands in its life, as far as is known. */
export type CertificateStatus = 'ACTIVE' | 'EXPIRED' | 'REVOKED' | 'SUPERSEDED' | 'NOT_YET_VALID' | 'UNKNOWN';

/** The outcome of the test that a certificate carries. */
export type CertifiedOutcome = 'DETECTED' | 'NOT_DETECTED';

/** What was found out about a certificate. */
export interface Findings {
  readonly signature: SignatureJudgement;
  readonly status: CertificateStatus;
  /** Absent for a certificate without a test. */
  readonly outcome?: CertifiedOutcome;
  readonly rules: readonly Pick<RuleJudgement, 'outcome'>[];
  /** What a PASS would stand on and cannot be read. */
  readonly problems?: readonly FactProblem[];
}

const FAILING_STATUSES: ReadonlySet<CertificateStatus> = new Set([
  'EXPIRED',
  'REVOKED',
  'SUPERSEDED',
  'NOT_YET_VALID',
]);

/**
 * The law of the verdict. FAIL: the signature is not VALID, or the status ends acceptance, or the outcome is
 * DETECTED, or a rule FAILED, or the certificate states not exactly one thing. UNKNOWN: the status is UNKNOWN, or a
 * rule is OPEN, or a fact that a PASS stands on cannot be read. Else PASS.
 */
export function judge({ signature, status, outcome, rules, problems = [] }: Findings): Verdict {
  if (signature !== 'VALID' || FAILING_STATUSES.has(status) || outcome === 'DETECTED') return 'FAIL';
  if (rules.some((rule) => rule.outcome === 'FAILED') || problems.includes('ENTRY_COUNT')) return 'FAIL';
  if (status !== 'ACTIVE' || rules.some((rule) => rule.outcome !== 'PASSED')) return 'UNKNOWN';
  return problems.length > 0 ? 'UNKNOWN' : 'PASS';
}
