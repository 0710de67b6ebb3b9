import { NotFoundError } from '@ketqua/platform';
import { v7 } from 'uuid';
import type { LabsContext } from '../../context.js';
import { hasControlCharacter } from '../laboratory/control-character.js';
import { InvalidLabFieldError } from '../laboratory/laboratory-errors.js';
import type { IssueLabKeyInput } from './issue-lab-key.input.js';
import { hashOfKey, newKeySecret } from './key-secret.js';
import { LabKeyRecord } from './lab-key.entity.js';
import { LabKey } from './lab-key.type.js';

/** Issues a key. The answer is the only place where its secret is ever told. */
export async function issueLabKey(
  context: LabsContext,
  { labId, label, expiresAt = null }: IssueLabKeyInput,
): Promise<LabKey | NotFoundError | InvalidLabFieldError> {
  const lab = await context.labs.load(labId);
  if (!lab) return NotFoundError.of(context.locale);
  const createdAt = new Date();
  const tidied = label.normalize('NFC').trim();
  if (!tidied || tidied.length > 100 || hasControlCharacter(tidied)) {
    const text = {
      vi: 'Nhãn trống, quá dài hoặc có ký tự lạ.',
      en: 'The label is empty, too long or not a text.',
    };
    return InvalidLabFieldError.in(context.locale, text, { path: ['input', 'label'] });
  }
  if (expiresAt && expiresAt <= createdAt) {
    const text = { vi: 'Thời hạn phải ở tương lai.', en: 'The expiry must be in the future.' };
    return InvalidLabFieldError.in(context.locale, text, { path: ['input', 'expiresAt'] });
  }
  const id = v7();
  const secret = newKeySecret(id);
  const record = context.em.create(LabKeyRecord, {
    id,
    labId: lab.id,
    label: tidied,
    secretHash: hashOfKey(secret),
    createdAt,
    expiresAt,
    revokedAt: null,
  });
  await context.em.persist(record).flush();
  return LabKey.of(record, secret);
}
