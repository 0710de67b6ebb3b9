import { type CertificateSigner, NotCertifiableError } from '@ketqua/health-cert';
import { happened, NotFoundError, queryIn, StepUpRequiredError, unitOfWork } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { hasClaimed } from '../claim/claims.js';
import { ownResult } from '../test-result/readable-result.js';
import { isFinal } from '../test-result/status-transitions.js';
import { TestResult } from '../test-result/test-result.entity.js';
import { Certificate } from './certificate.entity.js';
import { certificateHashOf } from './certificate-hash.js';
import { ResultNotCertifiableError, ResultNotFinalError } from './issue-qr-token.errors.js';
import { presentQrToken, type QrToken } from './qr-token.type.js';
import { lastExpiry, signCertificate } from './sign-certificate.js';

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
  if (StepUpRequiredError.isNeededBy(viewer)) {
    return StepUpRequiredError.in(locale, {
      vi: 'Để cấp mã QR, hãy xác nhận lại bằng mã gửi đến điện thoại.',
      en: 'To issue a QR code, confirm again with a code sent to your phone.',
    });
  }
  for (;;) {
    // Before the transaction: a key may have to be read or made, which waits for the one-session database.
    const signer = await context.issuer.signer(lastExpiry(new Date()));
    const outcome = await issueWith(context, signer, resultId);
    if (outcome !== 'KEY_REVOKED') return outcome;
    await context.issuer.readKeys();
  }
}

/** Gives the token in force, or signs one; `KEY_REVOKED` where the key was taken from the signer meanwhile. */
function issueWith(
  context: ResultsContext,
  signer: CertificateSigner,
  resultId: string,
): Promise<IssueQrTokenOutcome | 'KEY_REVOKED'> {
  const { locale, viewer } = context;
  return unitOfWork(context, async (em, outbox) => {
    const [locked] = await queryIn(em)<{ isKeyRevoked: boolean | null }>(
      `select (select revoked_at is not null from results.signing_key where kid = $2) as "isKeyRevoked"
         from results.test_result where id = $1 for update`,
      [resultId, Buffer.from(signer.kid).toString('base64')],
    );
    if (locked?.isKeyRevoked) return 'KEY_REVOKED';
    const result = await em.findOneOrFail(
      TestResult,
      { id: resultId },
      { populate: ['patient'], refresh: true },
    );
    // Judged again behind the lock: a correction that committed meanwhile may hold the result back.
    if (result.releasedAt === null || !(await hasClaimed({ em, viewer }, result.personId))) {
      return NotFoundError.of(locale);
    }
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
    if (inForce?.statusAt(new Date()) === 'ACTIVE') return presentQrToken(inForce);
    const certificate = await signCertificate(context.issuer, signer, queryIn(em), result).catch(asRefusal);
    if (certificate instanceof NotCertifiableError) {
      // The field by its name, never what stands in it: whoever runs this can tell the laboratory.
      context.log.warn({ resultId, reason: certificate.reason, field: certificate.field }, 'not certifiable');
      return notCertifiable(context);
    }
    if (inForce?.isKeyRevoked) inForce.revokedAt = new Date();
    else if (inForce) inForce.supersededAt = new Date();
    await em.flush();
    await em.insert(Certificate, certificate);
    outbox(
      happened('qr-token.status-changed', {
        qrTokenId: certificate.id,
        personId: result.personId,
        certificateHash: certificateHashOf(certificate.certificateId),
        status: 'ACTIVE',
      }),
    );
    return presentQrToken(Object.assign(new Certificate(), certificate));
  });
}

function asRefusal(error: unknown): NotCertifiableError {
  if (error instanceof NotCertifiableError) return error;
  throw error;
}

function notCertifiable({ locale }: ResultsContext): ResultNotCertifiableError {
  return ResultNotCertifiableError.in(locale, {
    vi: 'Kết quả này không thể ghi thành chứng nhận QR. Hãy dùng phiếu kết quả của phòng xét nghiệm.',
    en: "This result cannot be written as a QR certificate. Use the laboratory's slip.",
  });
}
