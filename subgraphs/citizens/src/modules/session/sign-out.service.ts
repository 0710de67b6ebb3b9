import { NotFoundError, unauthenticated, unitOfWork } from '@ketqua/platform';
import type { CitizensContext } from '../../context.js';
import { endSessionsAndForget } from './end-sessions.js';
import type { SignOutInput } from './sign-out.input.js';
import { SignOutPayload } from './sign-out.payload.js';

/**
 * Ends this session, or all of the account's, and forgets the devices: a shared phone is nobody's after it. What was
 * issued for the sessions is refused from now on.
 */
export async function signOut(
  context: CitizensContext,
  { everywhere }: SignOutInput,
): Promise<SignOutPayload | NotFoundError> {
  const { viewer } = context;
  if (viewer.kind !== 'account') throw unauthenticated();
  const { accountId, sessionId } = viewer;
  return unitOfWork(context, async (em, outbox) => {
    const sessions = everywhere ? { accountId } : { accountId, sessionId };
    const { length: endedSessions } = await endSessionsAndForget(em, outbox, sessions);
    if (!endedSessions) return NotFoundError.of(context.locale);
    return Object.assign(new SignOutPayload(), { endedSessions });
  });
}
