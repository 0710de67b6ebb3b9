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
  const { verdict, status, outcome, rules } = verification;
  if (verdict === 'PASS') return 'ACCEPTED';
  if (verdict === 'UNKNOWN') return status === 'UNKNOWN' ? 'STATUS_UNKNOWN' : 'RULE_OPEN';
  const reason = certificateReason(verification);
  if (reason !== null) return reason;
  if (outcome === 'DETECTED') return 'DETECTED';
  return rules.some((rule) => rule.outcome === 'FAILED') ? 'RULE_FAILED' : 'NOT_ACCEPTED';
}

/** The reason that a feed may tell: it knows no outcome and no rules. */
export function feedReason(event: VerificationFactsFragment): Reason {
  return verdictReason({ ...event, outcome: null, rules: [] });
}
