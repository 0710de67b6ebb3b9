import { happened, NotFoundError, queryIn, unauthenticated, unitOfWork } from '@ketqua/platform';
import type { CitizensContext } from '../../context.js';
import type { SignOutInput } from './sign-out.input.js';
import { SignOutPayload } from './sign-out.payload.js';

/** Ends this session, or all of the account's. What was issued for them is refused from now on. */
export async function signOut(
  context: CitizensContext,
  { everywhere }: SignOutInput,
): Promise<SignOutPayload | NotFoundError> {
  const { viewer } = context;
  if (viewer.kind !== 'account') throw unauthenticated();
  return unitOfWork(context, async (em, outbox) => {
    const ended = await queryIn(em)<{ id: string }>(
      `update citizens.session set ended_at = now()
        where account_id = $1 and ended_at is null and expires_at > now() and ($3::boolean or id = $2)
        returning id`,
      [viewer.accountId, viewer.sessionId, everywhere],
    );
    if (!ended.length) return NotFoundError.of(context.locale);
    outbox(...ended.map(({ id }) => happened('session.ended', { sessionId: id })));
    return Object.assign(new SignOutPayload(), { endedSessions: ended.length });
  });
}
