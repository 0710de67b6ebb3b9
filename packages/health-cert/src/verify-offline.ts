import { encodeBase64 } from './base64.js';
import { decodeHealthCert } from './decode-health-cert.js';
import type { HealthCertVerdict } from './health-cert-verdict.js';
import type { StatusQuestion, TrustBundle, TrustBundleFreshness } from './open-trust-bundle.js';
import { rulesOrNone } from './rules-in-force.js';
import { type ListedStatus, verifyHealthCert } from './verify-health-cert.js';

/** A verdict that was found without asking anybody, and how far what it rests on may be believed. */
export interface OfflineVerdict extends HealthCertVerdict {
  readonly freshness: TrustBundleFreshness;
}

/** What a clock that is wrong cannot have made up. */
const FAILURES_OF_ANY_CLOCK: readonly string[] = [
  'STATUS_REVOKED',
  'STATUS_SUPERSEDED',
  'STATUS_EXPIRED',
  'OUTCOME_DETECTED',
  'ENTRY_COUNT',
];

/**
 * Verifies the text of a QR code by a trust bundle alone. A bundle that is stale, or issued after what the clock says,
 * gives no PASS: what it does not know to be withdrawn is of unknown status, and the reason names it. Never throws.
 */
export async function verifyOffline(
  text: string,
  { bundle, at, ruleSet }: { bundle: TrustBundle; at: Date; ruleSet: string },
): Promise<OfflineVerdict> {
  const freshness = bundle.freshnessAt(at);
  const question = statusQuestion(text);
  const verdict = await verifyHealthCert(text, {
    trust: bundle.trust,
    // A clock before the issue is wrong: it is at least as late as that.
    at: freshness === 'CLOCK_BEFORE_ISSUE' ? bundle.issuedAt : at,
    rules: rulesOrNone(bundle.rulesOf(ruleSet), at),
    status: async (certificateId) => {
      const listed = question ? await bundle.statusOf({ ...question, certificateId }) : 'UNKNOWN';
      return withFreshness(listed, freshness);
    },
  });
  if (freshness === 'FRESH') return { ...verdict, freshness };
  const reasons = [...verdict.reasons, freshness];
  return freshness === 'STALE'
    ? { ...verdict, reasons, freshness }
    : { ...withoutClock(verdict), reasons, freshness };
}

/** What a status look-up needs of a text besides the certificate's identifier; undefined where it cannot be read. */
export function statusQuestion(text: string): Omit<StatusQuestion, 'certificateId'> | undefined {
  const decoded = decodeHealthCert(text);
  if (decoded.step !== 'OK') return undefined;
  const { message, claims } = decoded;
  const { kid, algorithm, signature } = message;
  if (!kid || !algorithm) return undefined;
  const { issuer = '', statusPlace } = claims;
  return { kid: encodeBase64(kid), algorithm, signature, issuer, statusPlace };
}

function withFreshness(listed: ListedStatus, freshness: TrustBundleFreshness): ListedStatus {
  return listed === 'ACTIVE' && freshness !== 'FRESH' ? 'UNKNOWN' : listed;
}

/** What hangs on a clock that is wrong is open: validity not begun yet, and every rule. */
function withoutClock(verdict: HealthCertVerdict): HealthCertVerdict {
  const status = verdict.status === 'NOT_YET_VALID' ? 'UNKNOWN' : verdict.status;
  const isUntrusted = verdict.signature !== 'VALID' && !verdict.reasons.includes('KEY_NOT_YET_VALID');
  const fails = verdict.reasons.some((reason) => FAILURES_OF_ANY_CLOCK.includes(reason));
  return {
    ...verdict,
    validity: verdict.validity === 'NOT_YET_VALID' ? 'UNKNOWN' : verdict.validity,
    status,
    verdict: isUntrusted || fails ? 'FAIL' : 'UNKNOWN',
    rules: verdict.rules.map((rule) => ({ ...rule, outcome: 'OPEN' })),
    reasons: verdict.reasons.filter((reason) => !['RULE_FAILED', 'STATUS_NOT_YET_VALID'].includes(reason)),
  };
}
