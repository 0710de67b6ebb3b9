/**
 * Health certificates (HCERT): issuing and verifying, the same code in Node and in browsers.
 *
 * @module
 */
export type { CertificateAlgorithm } from './algorithms.js';
export { Base45Error, decodeBase45, encodeBase45 } from './base45.js';
export { buildTestCertificate, type TestFacts } from './build-test-certificate.js';
export { certificateProblems, isDigitalCovidCertificate, type SchemaProblem } from './certificate-schema.js';
export {
  type CheckpointRule,
  checkpointRuleFrom,
  notDetectedWithin72Hours,
  type PublishedDccRule,
  type RuleCertificateType,
} from './checkpoint-rule.js';
export { CLAIM_RESULTED_AT } from './cwt.js';
export { type DecodeStep, HCERT_PREFIX, MAX_TEXT_LENGTH } from './decode-health-cert.js';
export {
  type CertificateGroup,
  COVID_19,
  type DigitalCovidCertificate,
  type PersonName,
  RESULT_DETECTED,
  RESULT_NOT_DETECTED,
  type RecoveryEntry,
  TEST_TYPE_NAAT,
  TEST_TYPE_RAPID_ANTIGEN,
  type TestEntry,
  type VaccinationEntry,
} from './digital-covid-certificate.js';
export { evaluateRules, type RuleContext, type RuleJudgement, type RuleOutcome } from './evaluate-rules.js';
export type { CertifiedTest, HealthCertVerdict } from './health-cert-verdict.js';
export { displayName, type ReportedName } from './holder-name.js';
export { type CertificateSigner, type HealthCertToIssue, issueHealthCert } from './issue-health-cert.js';
export {
  type CertificateStatus,
  type CertifiedOutcome,
  type Findings,
  judge,
  type SignatureJudgement,
  type Verdict,
} from './judge.js';
export { NotCertifiableError, type NotCertifiableReason } from './not-certifiable-error.js';
export { transliterate } from './transliterate.js';
export { type PublicKeyJwk, type TrustedKey, TrustList } from './trust-list.js';
export { hasValidUvciChecksum, newUvci, uvciChecksum } from './uvci.js';
export { officialValueSets, type ValueSets } from './value-sets.js';
export {
  CLOCK_TOLERANCE_MS,
  type ListedStatus,
  type VerificationContext,
  verifyHealthCert,
} from './verify-health-cert.js';
export type { SignatureReason } from './verify-signature.js';
