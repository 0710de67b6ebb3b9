/**
 * Health certificates (HCERT): issuing and verifying, the same code in Node and in browsers.
 *
 * @module
 */
export type { CertificateAlgorithm } from './algorithms.js';
export { Base45Error, decodeBase45, encodeBase45 } from './base45.js';
export { buildTestCertificate, type TestFacts } from './build-test-certificate.js';
export { type CanonicalValue, canonicalJson } from './canonical-json.js';
export type { FactProblem } from './certificate-facts.js';
export { certificateProblems, isDigitalCovidCertificate, type SchemaProblem } from './certificate-schema.js';
export {
  type CheckpointRule,
  checkpointRuleFrom,
  notDetectedWithin72Hours,
  type PublishedDccRule,
  type RuleCertificateType,
} from './checkpoint-rule.js';
export { CLAIM_RESULTED_AT, CLAIM_STATUS, MAX_STATUS_SHARD, type StatusPlace } from './cwt.js';
export { type DccRule, dccRuleOf, valueSetsReferredTo } from './dcc-rule.js';
export {
  type DecodedHealthCert,
  type DecodeStep,
  decodeHealthCert,
  HCERT_PREFIX,
  MAX_TEXT_LENGTH,
} from './decode-health-cert.js';
export { type EllipticJwk, JwsError, jwkThumbprint, verifyDetachedJws } from './detached-jws.js';
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
export { displayName } from './display-name.js';
export { evaluateRules, type RuleContext, type RuleJudgement, type RuleOutcome } from './evaluate-rules.js';
export { type FollowedTrustBundle, followTrustBundle, type KeptTrustBundle } from './follow-trust-bundles.js';
export type { CertificateValidity, CertifiedTest, HealthCertVerdict } from './health-cert-verdict.js';
export type { ReportedName } from './holder-name.js';
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
export {
  type OpeningOptions,
  openTrustBundle,
  type StatusQuestion,
  TrustBundle,
  TrustBundleError,
  type TrustBundleFreshness,
  type TrustBundleRefusal,
} from './open-trust-bundle.js';
export { longestValidityHours, type PublishedValidity, publishedValidities } from './published-validity.js';
export {
  REVOCATION_HASH_BYTES,
  type RevocableCertificate,
  type RevocationHashType,
  revocationHash,
  revocationHashTypes,
} from './revocation-hash.js';
export { rulesOrNone } from './rules-in-force.js';
export { type SchemaFindings, schemaFindings } from './schema-findings.js';
export type { SignatureVerifier } from './signature-verifier.js';
export {
  buildStatusList,
  MAX_STATUS_LIST_BYTES,
  type StatusList,
  StatusListReader,
  type WithdrawnPlace,
} from './status-list.js';
export { type SubClaim, subClaimOfDisease, subClaimOfNumber, subClaims } from './sub-claims.js';
export { transliterate } from './transliterate.js';
export {
  type BundleKey,
  type BundleRevocations,
  type BundleRule,
  type BundleStatusList,
  type BundleStatusSource,
  type BundleValueSet,
  bundleKeyOf,
  type TrustBundleDocument,
  trustedKeyOf,
  wholeSeconds,
} from './trust-bundle.js';
export { type PublicKeyJwk, type TrustedKey, TrustList } from './trust-list.js';
export { hasValidUvciChecksum, newUvci, uvciChecksum } from './uvci.js';
export { officialValueSets, type ValueSets } from './value-sets.js';
export {
  CLOCK_TOLERANCE_MS,
  type ListedStatus,
  type VerificationContext,
  verifyHealthCert,
} from './verify-health-cert.js';
export { type OfflineVerdict, statusQuestion, verifyOffline } from './verify-offline.js';
export type { SignatureReason } from './verify-signature.js';
export { webCryptoVerifier } from './web-crypto-verifier.js';
