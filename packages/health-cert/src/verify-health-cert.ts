import { encodeBase64 } from './base64.js';
import { type CertificateFacts, certificateFacts, type FactProblem } from './certificate-facts.js';
import type { CheckpointRule } from './checkpoint-rule.js';
import type { HealthCertClaims } from './cwt.js';
import { decodeHealthCert } from './decode-health-cert.js';
import type { RuleContext, RuleJudgement } from './evaluate-rules.js';
import type { CertificateValidity, HealthCertVerdict } from './health-cert-verdict.js';
import { type CertificateStatus, type CertifiedOutcome, judge } from './judge.js';
import { findingsOf, judgementsOf } from './loaded-when-needed.js';
import type { SignatureVerifier } from './signature-verifier.js';
import type { TrustList } from './trust-list.js';
import type { ValueSets } from './value-sets.js';
import { type SignatureFinding, verifySignature } from './verify-signature.js';
import { webCryptoVerifier } from './web-crypto-verifier.js';

/** An officer shows a certificate within seconds of its issue, and the phone's clock may be late by this much. */
export const CLOCK_TOLERANCE_MS = 2 * 60_000;

/** What a status list knows of a certificate. */
export type ListedStatus = 'ACTIVE' | 'REVOKED' | 'SUPERSEDED' | 'UNKNOWN';

/** What a verifier brings along. */
export interface VerificationContext {
  readonly trust: TrustList;
  /** The moment of the check. */
  readonly at: Date;
  readonly rules: readonly CheckpointRule[];
  /**
   * Looks a certificate up. Without it the status is judged by the clock alone and the verdict carries the
   * reason STATUS_NOT_CHECKED; if it throws or rejects, the status is UNKNOWN.
   */
  readonly status?: (uvci: string) => ListedStatus | Promise<ListedStatus>;
  readonly valueSets?: ValueSets;
  /** Absent means WebCrypto. */
  readonly verifier?: SignatureVerifier;
  /** Whether to tell what schema and value sets say, on which no verdict stands. */
  readonly withSchema?: boolean;
}

/**
 * Verifies the text of a QR code: reads it, verifies the signature, judges status and rules, and gives the
 * verdict by the law in {@link judge}. Never throws; each step is bounded, so a hostile text costs milliseconds.
 */
export async function verifyHealthCert(
  text: string,
  context: VerificationContext,
): Promise<HealthCertVerdict> {
  const decoded = decodeHealthCert(text);
  if (decoded.step !== 'OK') return unreadable(decoded.step);
  const { message, claims } = decoded;
  const { trust, at, verifier = webCryptoVerifier } = context;
  const kid = message.kid && encodeBase64(message.kid);
  const facts = certificateFacts(claims.certificate);
  const finding = await verifySignature(message, { kid, trust, at, groups: facts.groups, verifier });
  const validity = validityAt(claims, at);
  const isGenuine = finding.signature === 'VALID';
  const found = isGenuine
    ? await judgedByContent(claims, facts, validity, context, kid)
    : { status: statusUnchecked(validity), outcome: undefined, rules: [], problems: [] };
  const verdict: HealthCertVerdict = {
    verdict: judge({ signature: finding.signature, ...found }),
    decode: 'OK',
    signature: finding.signature,
    validity,
    schema: context.withSchema ? await findingsOf(claims, context.valueSets) : undefined,
    status: found.status,
    rules: found.rules,
    reasons: reasons(finding, found, isGenuine && !context.status),
    kid,
    issuer: claims.issuer,
    issuedAt: claims.issuedAt,
    expiresAt: claims.expiresAt,
  };
  if (!isGenuine) return verdict;
  const { holder, test, outcome, certificateId } = facts;
  return { ...verdict, holder, test, outcome, certificateId, resultedAt: claims.resultedAt };
}

/** What a genuine certificate is judged by. */
async function judgedByContent(
  claims: HealthCertClaims,
  { certificateId, outcome, problems }: CertificateFacts,
  validity: CertificateValidity,
  context: VerificationContext,
  kid: string | undefined,
): Promise<Found> {
  const listed = listedStatus(certificateId, context.status);
  const status = statusBy(typeof listed === 'string' ? listed : await listed, validity);
  const isRuled = context.rules.length > 0;
  const rules = isRuled
    ? await judgementsOf(claims.certificate, context.rules, ruleContext(claims, context, kid))
    : [];
  return { status, outcome, rules, problems };
}

function unreadable(step: HealthCertVerdict['decode']): HealthCertVerdict {
  return {
    verdict: 'FAIL',
    decode: step,
    signature: 'INVALID',
    validity: 'UNKNOWN',
    status: 'UNKNOWN',
    rules: [],
    reasons: [`UNREADABLE_${step}`],
  };
}

function ruleContext(
  claims: HealthCertClaims,
  { at, valueSets }: VerificationContext,
  kid: string | undefined,
): RuleContext {
  const { issuer, issuedAt, expiresAt, resultedAt } = claims;
  return { at, valueSets, kid, issuer, issuedAt, expiresAt, resultedAt };
}

/** What the authority withdrew stays withdrawn whatever the clock says. */
function statusBy(listed: ListedStatus, validity: CertificateValidity): CertificateStatus {
  if (listed === 'REVOKED' || listed === 'SUPERSEDED') return listed;
  return validity === 'VALID' ? listed : validity;
}

/** What has no identifier cannot be looked up. */
function listedStatus(
  certificateId: string | undefined,
  status: VerificationContext['status'],
): ListedStatus | Promise<ListedStatus> {
  if (certificateId === undefined) return 'UNKNOWN';
  return status ? lookUp(certificateId, status) : 'ACTIVE';
}

async function lookUp(
  uvci: string,
  status: NonNullable<VerificationContext['status']>,
): Promise<ListedStatus> {
  try {
    return await status(uvci);
  } catch {
    return 'UNKNOWN';
  }
}

/** A list is not asked about a forgery. */
function statusUnchecked(validity: CertificateValidity): CertificateStatus {
  return validity === 'VALID' ? 'UNKNOWN' : validity;
}

/**
 * A certificate must say when it expires (HCERT 1.0.5, section 2.6.4): one that does not, or whose times are no
 * times, is UNKNOWN, never VALID.
 */
function validityAt(
  { issuedAt, notBefore, expiresAt, malformed }: HealthCertClaims,
  at: Date,
): CertificateValidity {
  const begins = Math.max(issuedAt?.getTime() ?? 0, notBefore?.getTime() ?? 0);
  if (at.getTime() < begins - CLOCK_TOLERANCE_MS) return 'NOT_YET_VALID';
  if (expiresAt && at.getTime() >= expiresAt.getTime()) return 'EXPIRED';
  return expiresAt && !malformed.some((claim) => claim !== 'iss') ? 'VALID' : 'UNKNOWN';
}

interface Found {
  readonly status: CertificateStatus;
  readonly outcome: CertifiedOutcome | undefined;
  readonly rules: readonly RuleJudgement[];
  readonly problems: readonly FactProblem[];
}

function reasons(
  { reason }: SignatureFinding,
  { status, outcome, rules, problems }: Found,
  isStatusUnchecked: boolean,
): string[] {
  const codes: string[] = reason ? [reason] : [];
  if (status !== 'ACTIVE' && !(status === 'UNKNOWN' && reason)) codes.push(`STATUS_${status}`);
  if (outcome === 'DETECTED') codes.push('OUTCOME_DETECTED');
  codes.push(...problems);
  if (rules.some((rule) => rule.outcome === 'FAILED')) codes.push('RULE_FAILED');
  if (rules.some((rule) => rule.outcome === 'OPEN')) codes.push('RULE_OPEN');
  if (isStatusUnchecked) codes.push('STATUS_NOT_CHECKED');
  return codes;
}
