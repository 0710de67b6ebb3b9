import { happened, type Outbox, queryIn, unitOfWork } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CitizensContext } from '../../context.js';
import { Account } from '../account/account.entity.js';
import { hashOfRefreshToken, nextRefreshToken, type OpenedSession, sessionFor } from './open-session.js';
import type { RefreshSessionInput } from './refresh-session.input.js';
import { SessionRecord } from './session.entity.js';
import type { Session } from './session.type.js';
import { SessionExpiredError } from './session-errors.js';

/** Goes on with a session: its roles are read anew. A refresh token that comes twice was stolen: the session ends. */
export async function refreshSession(
  context: CitizensContext,
  input: RefreshSessionInput,
): Promise<Session | SessionExpiredError> {
  const token = input.refreshToken ?? context.refreshToken;
  const opened = token ? await unitOfWork(context, (em, outbox) => rotate(em, outbox, token)) : null;
  return opened ? sessionFor(context, opened) : SessionExpiredError.of(context.locale);
}

async function rotate(em: SqlEntityManager, outbox: Outbox, token: string): Promise<OpenedSession | null> {
  const query = queryIn(em);
  const hash = hashOfRefreshToken(token);
  const [presented] = await query<{ sessionId: string; isUsed: boolean; isCurrent: boolean }>(
    `select session_id as "sessionId", used_at is not null as "isUsed", expires_at > now() as "isCurrent"
       from citizens.refresh_token where hash = $1 for update`,
    [hash],
  );
  if (!presented) return null;
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const record = await em.findOneOrFail(SessionRecord, { id: presented.sessionId }, { lockMode });
  const now = new Date();
  if (!record.isAlive(now) || !presented.isCurrent) return null;
  if (presented.isUsed) {
    record.endedAt = now;
    outbox(happened('session.ended', { sessionId: record.id }));
    return null;
  }
  await query('update citizens.refresh_token set used_at = now() where hash = $1', [hash]);
  const account = await em.findOneOrFail(Account, { id: record.accountId });
  return { account, record, refreshToken: await nextRefreshToken(em, record) };
}
