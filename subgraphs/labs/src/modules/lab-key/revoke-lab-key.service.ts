import { acted, happened, NotFoundError, unitOfWork } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import { validate } from 'uuid';
import type { LabsContext } from '../../context.js';
import { LabKeyRecord } from './lab-key.entity.js';
import { LabKey } from './lab-key.type.js';
import { mayOversee } from './list-lab-keys.service.js';
import type { RevokeLabKeyInput } from './revoke-lab-key.input.js';

/** Revokes a key: it opens no session any more, and the event ends those that it opened. Twice is once. */
export async function revokeLabKey(
  context: LabsContext,
  { id }: RevokeLabKeyInput,
): Promise<LabKey | NotFoundError> {
  if (!validate(id)) return NotFoundError.of(context.locale);
  return unitOfWork(context, async (em, outbox) => {
    const record = await em.findOne(LabKeyRecord, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!record || !mayOversee(context, record.labId)) return NotFoundError.of(context.locale);
    if (!record.revokedAt) {
      record.revokedAt = new Date();
      outbox(
        happened('lab-key.revoked', { keyId: record.id, labId: record.labId }),
        acted(context, 'LAB_KEY_REVOKED', { keyId: record.id, labId: record.labId }),
      );
    }
    return LabKey.of(record, null);
  });
}
