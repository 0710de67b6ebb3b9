import type { Catalogue } from '../../language/catalogue.ts';
import type { VerificationFactsFragment, VerifyQrMutation } from '../../schema/operations.ts';

/** A reason, named as in the catalogue. */
export type Reason = keyof Catalogue['verify']['reason'];

type Verification = Extract<VerifyQrMutation['verifyQr'], { __typename: 'Verification' }>;
type SignatureAndStatus = Pick<VerificationFactsFragment, 'signature' | 'status'>;

function certificateReason({ signature, status }: SignatureAndStatus): Reason | null {
  if (signature === 'INVALID') return 'SIGNATURE_INVALID';
  if (signature === 'UNTRUSTED_ISSUER') return 'UNTRUSTED_ISSUER';
  if (status === 'ACTIVE' || status === 'UNKNOWN') return null;
  return status;
}

/** The one reason that decides a verdict: signature, status, outcome, rules, in the order an officer would ask. */
export function verdictReason(
  verification: SignatureAndStatus & Pick<Verification, 'verdict' | 'outcome' | 'rules'>,
): Reason {
  const reason = certificateReason(verification);
  if (reason !== null) return reason;
  if (verification.outcome === 'DETECTED') return 'DETECTED';
  if (verification.rules.some(({ outcome }) => outcome === 'FAILED')) return 'RULE_FAILED';
  if (verification.verdict === 'FAIL') return 'NOT_ACCEPTED';
  if (verification.status === 'UNKNOWN') return 'STATUS_UNKNOWN';
  if (verification.rules.some(({ outcome }) => outcome === 'OPEN')) return 'RULE_OPEN';
  return 'ACCEPTED';
}

/** The reason that a feed may tell: it knows no outcome and no rules. */
export function feedReason(event: VerificationFactsFragment): Reason {
  const reason = certificateReason(event);
  if (reason !== null) return reason;
  if (event.verdict === 'FAIL') return 'NOT_ACCEPTED';
  if (event.verdict === 'PASS') return 'ACCEPTED';
  return event.status === 'UNKNOWN' ? 'STATUS_UNKNOWN' : 'RULE_OPEN';
}
