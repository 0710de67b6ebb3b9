import { NotFoundError, queryIn, unauthenticated, unitOfWork } from '@ketqua/platform';
import { validate } from 'uuid';
import type { CitizensContext } from '../../context.js';
import type { EndSessionInput } from './end-session.input.js';
import { endSessionsAndForget } from './end-sessions.js';
import type { OpenSession } from './open-session.type.js';
import { openSessionsOf } from './open-sessions.service.js';

/** Ends one session of the viewer's account, on whichever device, and gives it as it was. */
export async function endSession(
  context: CitizensContext,
  { id }: EndSessionInput,
): Promise<OpenSession | NotFoundError> {
  const { viewer, locale } = context;
  if (viewer.kind !== 'account') throw unauthenticated();
  if (!validate(id)) return NotFoundError.of(locale);
  const { accountId, sessionId: currentId } = viewer;
  return unitOfWork(context, async (em, outbox) => {
    const [session] = await openSessionsOf(queryIn(em), { accountId, currentId, id });
    const [ended] = await endSessionsAndForget(em, outbox, { accountId, sessionId: id });
    return session && ended ? session : NotFoundError.of(locale);
  });
}
