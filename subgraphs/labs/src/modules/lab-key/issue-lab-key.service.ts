import { acted, NotFoundError, queryIn, unitOfWork } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { v7, validate } from 'uuid';
import type { LabsContext } from '../../context.js';
import { hasControlCharacter } from '../laboratory/control-character.js';
import { invalidLabField, type WrongField } from '../laboratory/lab-fields.js';
import type { InvalidLabFieldError } from '../laboratory/laboratory-errors.js';
import type { IssueLabKeyInput } from './issue-lab-key.input.js';
import { hashOfKey, newKeySecret } from './key-secret.js';
import { LabKeyRecord } from './lab-key.entity.js';
import { LabKey } from './lab-key.type.js';
import { TooManyLabKeysError } from './lab-key-errors.js';

/** How many keys of a laboratory may be in force at a time. */
const mostInForce = 20;

/** Issues a key. The answer is the only place where its secret is ever told. */
export async function issueLabKey(
  context: LabsContext,
  { labId, label, expiresAt = null, access }: IssueLabKeyInput,
): Promise<LabKey | NotFoundError | InvalidLabFieldError | TooManyLabKeysError> {
  if (!validate(labId)) return NotFoundError.of(context.locale);
  const createdAt = new Date();
  const tidied = label.normalize('NFC').trim();
  const wrong = wrongIn(tidied, expiresAt, createdAt);
  return unitOfWork(context, async (em, outbox) => {
    const inForce = await keysInForce(em, labId);
    if (inForce === undefined) return NotFoundError.of(context.locale);
    if (wrong) return invalidLabField(context, wrong);
    if (inForce >= mostInForce) return TooManyLabKeysError.of(context.locale, mostInForce);
    const id = v7();
    const secret = newKeySecret(id);
    const record = em.create(LabKeyRecord, {
      id,
      labId: labId.toLowerCase(),
      label: tidied,
      secretHash: hashOfKey(secret),
      createdAt,
      expiresAt,
      revokedAt: null,
      access,
      lastUsedAt: null,
    });
    em.persist(record);
    outbox(acted(context, 'LAB_KEY_ISSUED', { keyId: id, labId: record.labId, access }));
    return LabKey.of(record, secret);
  });
}

/** How many keys open sessions now; `undefined` without such a laboratory. Its row is locked: two at once are counted. */
async function keysInForce(em: SqlEntityManager, labId: string): Promise<number | undefined> {
  const query = queryIn(em);
  const [lab] = await query<{ id: string }>('select id from labs.lab where id = $1 for no key update', [
    labId,
  ]);
  if (!lab) return undefined;
  const [counted] = await query<{ keys: number }>(
    `select count(*)::int as keys from labs.lab_key
      where lab_id = $1 and revoked_at is null and (expires_at is null or expires_at > now())`,
    [labId],
  );
  return counted!.keys;
}

function wrongIn(label: string, expiresAt: Date | null, now: Date): WrongField | undefined {
  if (!label || label.length > 100 || hasControlCharacter(label)) {
    const text = {
      vi: 'Nhãn trống, quá dài hoặc có ký tự lạ.',
      en: 'The label is empty, too long or not a text.',
    };
    return { path: ['label'], text };
  }
  if (expiresAt && expiresAt <= now) {
    const text = { vi: 'Thời hạn phải ở tương lai.', en: 'The expiry must be in the future.' };
    return { path: ['expiresAt'], text };
  }
  return undefined;
}
