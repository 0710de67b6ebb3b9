import { encodeBase64 } from './base64.js';
import type { CheckpointRule } from './checkpoint-rule.js';
import { type DecodedHealthCert, decodeHealthCert } from './decode-health-cert.js';
import {
  certificateGroup,
  type DigitalCovidCertificate,
  RESULT_DETECTED,
} from './digital-covid-certificate.js';
import { evaluateRules, type RuleJudgement } from './evaluate-rules.js';
import type { CertifiedTest, HealthCertVerdict } from './health-cert-verdict.js';
import { displayName } from './holder-name.js';
import { type CertificateStatus, type CertifiedOutcome, judge } from './judge.js';
import type { TrustList } from './trust-list.js';
import type { ValueSets } from './value-sets.js';
import { type SignatureFinding, verifySignature } from './verify-signature.js';

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
  const { message, claims } = decoded as DecodedHealthCert;
  const { certificate } = claims;
  const finding = await verifySignature(message, { ...context, group: certificateGroup(certificate) });
  const kid = message.kid && encodeBase64(message.kid);
  const isGenuine = finding.signature === 'VALID';
  const status = await certificateStatus(decoded as DecodedHealthCert, isGenuine, context);
  const rules = isGenuine ? evaluateRules(context.rules, certificate, { ...claims, ...context, kid }) : [];
  const outcome = isGenuine ? certifiedOutcome(certificate) : undefined;
  const verdict = judge({ signature: finding.signature, status, outcome, rules });
  return {
    verdict,
    decode: 'OK',
    signature: finding.signature,
    status,
    rules,
    reasons: reasons(finding, status, outcome, rules, isGenuine && !context.status),
    kid,
    issuer: claims.issuer,
    issuedAt: claims.issuedAt,
    expiresAt: claims.expiresAt,
    ...(isGenuine && { ...facts(certificate), outcome, resultedAt: claims.resultedAt }),
  };
}

function unreadable(step: HealthCertVerdict['decode']): HealthCertVerdict {
  return {
    verdict: 'FAIL',
    decode: step,
    signature: 'INVALID',
    status: 'UNKNOWN',
    rules: [],
    reasons: [`UNREADABLE_${step}`],
  };
}

/** What the authority withdrew stays withdrawn whatever the clock says; a list is not asked about a forgery. */
async function certificateStatus(
  { claims }: DecodedHealthCert,
  isGenuine: boolean,
  { at, status }: VerificationContext,
): Promise<CertificateStatus> {
  const byClock = statusByClock(claims, at);
  if (!isGenuine) return byClock === 'ACTIVE' ? 'UNKNOWN' : byClock;
  const listed = status ? await lookUp(certificateId(claims.certificate), status) : 'ACTIVE';
  if (listed === 'REVOKED' || listed === 'SUPERSEDED') return listed;
  return byClock === 'ACTIVE' ? listed : byClock;
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

/** A certificate must say when it expires (HCERT 1.0.5, section 2.6.4): one that does not is UNKNOWN, never ACTIVE. */
function statusByClock(
  { issuedAt, notBefore, expiresAt }: DecodedHealthCert['claims'],
  at: Date,
): 'ACTIVE' | 'EXPIRED' | 'NOT_YET_VALID' | 'UNKNOWN' {
  const begins = Math.max(issuedAt?.getTime() ?? 0, notBefore?.getTime() ?? 0);
  if (at.getTime() < begins - CLOCK_TOLERANCE_MS) return 'NOT_YET_VALID';
  if (!expiresAt) return 'UNKNOWN';
  return at.getTime() >= expiresAt.getTime() ? 'EXPIRED' : 'ACTIVE';
}

function certifiedOutcome({ t }: DigitalCovidCertificate): CertifiedOutcome | undefined {
  if (!t?.[0]) return undefined;
  return t[0].tr === RESULT_DETECTED ? 'DETECTED' : 'NOT_DETECTED';
}

function certificateId({ t, v, r }: DigitalCovidCertificate): string {
  return (t ?? v ?? r)![0]!.ci;
}

function facts(certificate: DigitalCovidCertificate) {
  return {
    holder: { displayName: displayName(certificate.nam), dateOfBirth: certificate.dob },
    test: certifiedTest(certificate),
    certificateId: certificateId(certificate),
  };
}

function certifiedTest({ t }: DigitalCovidCertificate): CertifiedTest | undefined {
  const entry = t?.[0];
  if (!entry) return undefined;
  return {
    disease: entry.tg,
    type: entry.tt,
    name: entry.nm,
    deviceId: entry.ma,
    specimenCollectedAt: entry.sc,
    testingCentre: entry.tc,
    country: entry.co,
    issuer: entry.is,
  };
}

function reasons(
  finding: SignatureFinding,
  status: CertificateStatus,
  outcome: CertifiedOutcome | undefined,
  rules: readonly RuleJudgement[],
  isStatusUnchecked: boolean,
): string[] {
  return [
    ...(finding.reason ? [finding.reason] : []),
    ...(status === 'ACTIVE' || (status === 'UNKNOWN' && finding.reason) ? [] : [`STATUS_${status}`]),
    ...(outcome === 'DETECTED' ? ['OUTCOME_DETECTED'] : []),
    ...(rules.some((rule) => rule.outcome === 'FAILED') ? ['RULE_FAILED'] : []),
    ...(rules.some((rule) => rule.outcome === 'OPEN') ? ['RULE_OPEN'] : []),
    ...(isStatusUnchecked ? ['STATUS_NOT_CHECKED'] : []),
  ];
}
