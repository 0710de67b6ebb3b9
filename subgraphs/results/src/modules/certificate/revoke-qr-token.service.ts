import { happened, NotFoundError, unitOfWork } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { hasClaimed } from '../claim/claims.js';
import { Certificate } from './certificate.entity.js';
import { certificateHashOf } from './certificate-hash.js';
import { presentQrToken, type QrToken } from './qr-token.type.js';

/** Revokes a QR token whose holder lost control of it. Revoking twice changes nothing. */
export async function revokeQrToken(context: ResultsContext, id: string): Promise<QrToken | NotFoundError> {
  if (!isUuid(id)) return NotFoundError.of(context.locale);
  return unitOfWork(context, async (em, outbox) => {
    const certificate = await em.findOne(Certificate, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!certificate || !(await hasClaimed(context, certificate.personId))) {
      return NotFoundError.of(context.locale);
    }
    if (!certificate.revokedAt) {
      certificate.revokedAt = new Date();
      const { personId, certificateId } = certificate;
      const certificateHash = certificateHashOf(certificateId);
      outbox(
        happened('qr-token.status-changed', { qrTokenId: id, personId, certificateHash, status: 'REVOKED' }),
      );
    }
    return presentQrToken(certificate);
  });
}
