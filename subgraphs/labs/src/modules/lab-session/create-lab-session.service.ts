import type { LabsContext } from '../../context.js';
import { keyIdOf, matchesHash } from '../lab-key/key-secret.js';
import { LabKeyRecord } from '../lab-key/lab-key.entity.js';
import type { CreateLabSessionInput } from './create-lab-session.input.js';
import { InvalidLabKeyError, LabSession } from './create-lab-session.payload.js';
import { countFailure, refuseAfterFailures } from './failure-limit.js';

const sessionSeconds = 3600;

/**
 * Opens a session for a key: an hour, or what is left of the key's own time.
 * @throws GraphQLError RATE_LIMITED
 */
export async function createLabSession(
  context: LabsContext,
  { apiKey }: CreateLabSessionInput,
): Promise<LabSession | InvalidLabKeyError> {
  await refuseAfterFailures(context);
  const written = apiKey.trim();
  const keyId = keyIdOf(written);
  const record = keyId
    ? await context.em.findOne(LabKeyRecord, { id: keyId }, { disableIdentityMap: true })
    : null;
  const now = new Date();
  const isRight = matchesHash(written, record?.secretHash ?? null);
  if (!isRight || !record?.isInForce(now)) {
    await countFailure(context);
    return InvalidLabKeyError.in(context.locale, {
      vi: 'Khóa không hợp lệ. Hãy hỏi cơ quan quản lý để được cấp khóa mới.',
      en: 'This key is not valid. Ask the authority for another.',
    });
  }
  context.keyUse.note(record.id);
  const left = record.expiresAt ? (record.expiresAt.getTime() - now.getTime()) / 1000 : sessionSeconds;
  const { labId, access } = record;
  const viewer = { kind: 'lab', labId, keyId: record.id, access } as const;
  const { token, expiresAt } = await context.tokens.issue(
    viewer,
    Math.max(1, Math.floor(Math.min(sessionSeconds, left))),
  );
  return Object.assign(new LabSession(), { accessToken: token, expiresAt });
}
