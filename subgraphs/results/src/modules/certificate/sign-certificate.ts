import {
  buildTestCertificate,
  type CertificateSigner,
  issueHealthCert,
  longestValidityHours,
  NotCertifiableError,
  newUvci,
} from '@ketqua/health-cert';
import { deflateNatively } from '@ketqua/health-cert/node';
import { newId, type Query } from '@ketqua/platform';
import type { ReportedPatient } from '../submission/canonical-result.js';
import type { TestResult } from '../test-result/test-result.entity.js';
import { TestMethod } from '../test-result/test-result.vocabulary.js';
import type { CertificateIssuer } from './certificate-issuer.js';
import { takeStatusPlace } from './take-status-place.js';

const testTypes = {
  NAAT: 'LP6464-4',
  RAPID_ANTIGEN: 'LP217198-3',
} as const;

type CertifiedMethod = keyof typeof testTypes;

function isCertified(method: TestMethod): method is CertifiedMethod & TestMethod {
  return method === TestMethod.NAAT || method === TestMethod.RAPID_ANTIGEN;
}

/** When the last certificate ends that is signed at a moment: its key must serve until then. */
export function lastExpiry(issuedAt: Date): Date {
  const hours = Math.max(
    ...Object.keys(testTypes).map((method) => longestValidityHours(method as CertifiedMethod)),
  );
  // A request waits for locks: what it signs may be issued a little later.
  return new Date(issuedAt.getTime() + hours * 3_600_000 + 60 * 60_000);
}

/**
 * Signs the certificate of a result, as its row will hold it. `exp` covers the longest published rule for the method,
 * and the key outlives it: rules, not expiry, decide acceptance.
 * @throws NotCertifiableError for what HCERT has no way to say
 */
export async function signCertificate(
  { identity, settings }: CertificateIssuer,
  signer: CertificateSigner,
  query: Query,
  result: TestResult,
) {
  const { method, outcome } = result;
  if (!isCertified(method)) throw new NotCertifiableError('TEST_TYPE_NOT_COVERED', 'testType');
  if (outcome === null) throw new NotCertifiableError('OUTCOME_NOT_CERTIFIABLE', 'outcome');
  const { country, name } = identity;
  const patient = JSON.parse(result.patient) as ReportedPatient;
  const uvci = newUvci(country);
  const certificate = buildTestCertificate({
    uvci,
    country,
    issuer: name,
    fullName: patient.fullName,
    ...(patient.familyName && { familyName: patient.familyName }),
    ...(patient.givenNames && { givenNames: patient.givenNames }),
    dateOfBirth: patient.dateOfBirth,
    disease: result.disease,
    testType: testTypes[method],
    ...(result.testName && { testName: result.testName }),
    ...(result.deviceId && { deviceId: result.deviceId }),
    outcome: outcome as 'DETECTED' | 'NOT_DETECTED',
    specimenCollectedAt: result.specimenCollectedAt.toISOString(),
  });
  const issuedAt = new Date();
  const expiresAt = new Date(issuedAt.getTime() + longestValidityHours(method) * 3_600_000);
  const statusPlace = await takeStatusPlace(query, result.personId, { shards: settings.statusShards });
  const claims = {
    certificate,
    issuer: country,
    issuedAt,
    expiresAt,
    statusPlace,
    ...(result.resultedAt && { resultedAt: result.resultedAt }),
  };
  return {
    id: newId(),
    resultId: result.id,
    resultVersion: result.version,
    personId: result.personId,
    certificateId: uvci,
    kid: Buffer.from(signer.kid).toString('base64'),
    payload: await issueHealthCert(claims, signer, deflateNatively),
    issuedAt,
    expiresAt,
    statusShard: statusPlace.shard,
    statusIndex: statusPlace.index,
    revokedAt: null,
    supersededAt: null,
  };
}
