import { buildTestCertificate, issueHealthCert, NotCertifiableError, newUvci } from '@ketqua/health-cert';
import { happened, NotFoundError, newId, queryIn, unitOfWork } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import type { ReportedPatient } from '../submission/canonical-result.js';
import { ownResult } from '../test-result/readable-result.js';
import { isFinal } from '../test-result/status-transitions.js';
import { TestResult } from '../test-result/test-result.entity.js';
import { TestMethod } from '../test-result/test-result.vocabulary.js';
import { Certificate } from './certificate.entity.js';
import {
  ResultNotCertifiableError,
  ResultNotFinalError,
  StepUpRequiredError,
} from './issue-qr-token.errors.js';
import { presentQrToken, type QrToken } from './qr-token.type.js';

/** How fresh a one-time code must be: 15 minutes. */
const stepUpSeconds = 15 * 60;

/** `exp` covers the longest published rule (7 days, Dong Nai 2021): rules, not expiry, decide acceptance. */
const validityDays = 7;

const testTypes: Partial<Record<TestMethod, 'LP6464-4' | 'LP217198-3'>> = {
  [TestMethod.NAAT]: 'LP6464-4',
  [TestMethod.RAPID_ANTIGEN]: 'LP217198-3',
};

export type IssueQrTokenOutcome =
  | QrToken
  | StepUpRequiredError
  | ResultNotFinalError
  | ResultNotCertifiableError
  | NotFoundError;

/**
 * Issues the QR token of a result to whoever claimed its person. Asked twice it gives the same one, until the
 * result is corrected: the result's row is locked, so that none is signed beside a correction.
 */
export async function issueQrToken(context: ResultsContext, resultId: string): Promise<IssueQrTokenOutcome> {
  const { locale, viewer } = context;
  if (!(await ownResult(context, resultId))) return NotFoundError.of(locale);
  if (viewer.kind !== 'account' || viewer.codeVerifiedAt < Date.now() / 1000 - stepUpSeconds) {
    return StepUpRequiredError.in(locale, {
      vi: 'Để cấp mã QR, hãy xác nhận lại bằng mã gửi đến điện thoại.',
      en: 'To issue a QR code, confirm again with a code sent to your phone.',
    });
  }
  return unitOfWork(context, async (em, outbox) => {
    await queryIn(em)('select from results.test_result where id = $1 for update', [resultId]);
    const result = await em.findOneOrFail(
      TestResult,
      { id: resultId },
      { populate: ['patient'], refresh: true },
    );
    if (!isFinal(result.status)) {
      return ResultNotFinalError.in(locale, {
        vi: 'Kết quả chưa phải kết quả cuối cùng, hoặc đã bị thu hồi.',
        en: 'The result is not final, or was withdrawn.',
      });
    }
    const inForce = await em.findOne(Certificate, {
      resultId,
      resultVersion: result.version,
      revokedAt: null,
      supersededAt: null,
    });
    if (inForce && inForce.expiresAt > new Date()) return presentQrToken(inForce);
    if (inForce) inForce.supersededAt = new Date();
    const certificate = await sign(context, result);
    if (certificate instanceof NotCertifiableError) return notCertifiable(context);
    await em.flush();
    await em.insert(Certificate, certificate);
    outbox(happened('qr-token.status-changed', { qrTokenId: certificate.id, personId: result.personId }));
    return presentQrToken(Object.assign(new Certificate(), certificate));
  });
}

async function sign({ issuer }: ResultsContext, result: TestResult) {
  const testType = testTypes[result.method];
  if (!testType || result.outcome === null) return new NotCertifiableError('TEST_TYPE_NOT_COVERED');
  const patient = JSON.parse(result.patient) as ReportedPatient;
  const uvci = newUvci(issuer.identity.country);
  const issuedAt = new Date();
  const expiresAt = new Date(issuedAt.getTime() + validityDays * 86_400_000);
  try {
    const facts = {
      uvci,
      country: issuer.identity.country,
      issuer: issuer.identity.name,
      fullName: patient.fullName,
      ...(patient.familyName && { familyName: patient.familyName }),
      ...(patient.givenNames && { givenNames: patient.givenNames }),
      dateOfBirth: patient.dateOfBirth,
      disease: result.disease,
      testType,
      ...(result.testName && { testName: result.testName }),
      ...(result.deviceId && { deviceId: result.deviceId }),
      outcome: result.outcome as 'DETECTED' | 'NOT_DETECTED',
      specimenCollectedAt: result.specimenCollectedAt.toISOString(),
    };
    const signer = await issuer.signer();
    const payload = await issueHealthCert(
      {
        certificate: buildTestCertificate(facts),
        issuer: issuer.identity.country,
        issuedAt,
        expiresAt,
        ...(result.resultedAt && { resultedAt: result.resultedAt }),
      },
      signer,
    );
    return {
      id: newId(),
      resultId: result.id,
      resultVersion: result.version,
      personId: result.personId,
      certificateId: uvci,
      kid: Buffer.from(signer.kid).toString('base64'),
      payload,
      issuedAt,
      expiresAt,
      revokedAt: null,
      supersededAt: null,
    };
  } catch (error) {
    if (error instanceof NotCertifiableError) return error;
    throw error;
  }
}

function notCertifiable({ locale }: ResultsContext): ResultNotCertifiableError {
  return ResultNotCertifiableError.in(locale, {
    vi: 'Kết quả này không thể ghi thành chứng nhận QR. Hãy dùng phiếu kết quả của phòng xét nghiệm.',
    en: "This result cannot be written as a QR certificate. Use the laboratory's slip.",
  });
}
