import { type Outbox, queryIn, unitOfWork } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CitizensContext } from '../../context.js';
import { Account } from '../account/account.entity.js';
import { noteUse } from '../account/idle-accounts.js';
import { endSessionsAndForget, lockAccount } from './end-sessions.js';
import { hashOfToken } from './hash-of-token.js';
import { nextRefreshToken, type OpenedSession, sessionFor, successorOf } from './open-session.js';
import type { RefreshSessionInput } from './refresh-session.input.js';
import { isOn } from './renew-code.js';
import { SessionRecord } from './session.entity.js';
import type { Session } from './session.type.js';
import { SessionExpiredError } from './session-errors.js';

/** How long a device may ask again for an answer that was lost. */
const graceSeconds = 60;
/** And how often: whoever has the token and the device's would else be given access as often as they like. */
const mostRepeats = 3;

/** What a refresh shows. */
interface Presented {
  readonly token: string;
  readonly deviceToken: string | null;
}

/** What is known of a refresh token. */
interface TokenState {
  readonly isUsed: boolean;
  readonly isCurrent: boolean;
  readonly isJustUsed: boolean;
}

/**
 * Goes on with a session: its roles are read anew. A refresh token that comes twice was stolen, and the session
 * ends; unless its own device asks again, at once, and nobody used what it was answered.
 */
export async function refreshSession(
  context: CitizensContext,
  input: RefreshSessionInput,
): Promise<Session | SessionExpiredError> {
  const token = input.refreshToken ?? context.refreshToken;
  if (!token) return SessionExpiredError.of(context.locale);
  const presented = { token, deviceToken: context.deviceToken ?? input.deviceToken ?? null };
  const rotated = await unitOfWork(context, (em) => rotate(em, presented));
  // What may end the session locks the account first; a token that comes once does not wait for it.
  const opened =
    rotated === 'used'
      ? await unitOfWork(context, (em, outbox) => judgeAgain(em, outbox, presented))
      : rotated;
  return opened ? sessionFor(context, opened) : SessionExpiredError.of(context.locale);
}

/** Gives the next token for one that comes for the first time; 'used' for one that came before: nothing is changed then. */
async function rotate(em: SqlEntityManager, presented: Presented): Promise<OpenedSession | null | 'used'> {
  const hash = hashOfToken(presented.token);
  const shown = await stateOf(em, hash);
  if (!shown) return null;
  const { record, state } = shown;
  if (state.isUsed) return 'used';
  await queryIn(em)('update citizens.refresh_token set used_at = now() where hash = $1', [hash]);
  const account = await em.findOneOrFail(Account, { id: record.accountId });
  return { account, record, refreshToken: await nextRefreshToken(em, record, hash) };
}

/** Judges a token that comes once more, behind the locks of its account and its session. */
async function judgeAgain(
  em: SqlEntityManager,
  outbox: Outbox,
  presented: Presented,
): Promise<OpenedSession | null> {
  const hash = hashOfToken(presented.token);
  const [owner] = await queryIn(em)<{ accountId: string }>(
    `select account_id as "accountId" from citizens.session
      where id = (select session_id from citizens.refresh_token where hash = $1)`,
    [hash],
  );
  if (!owner) return null;
  await lockAccount(em, owner.accountId);
  const shown = await stateOf(em, hash);
  return shown && again(em, outbox, { ...shown, presented });
}

/** A token of a session that lives, and that session, locked; null for every other. */
async function stateOf(
  em: SqlEntityManager,
  hash: Buffer,
): Promise<{ record: SessionRecord; state: TokenState } | null> {
  const record = await lockedSessionOf(em, hash);
  if (!record?.isAlive(new Date())) return null;
  // Read behind the session's lock: tokens of one session are judged one after the other.
  const [state] = await queryIn(em)<TokenState>(
    `select used_at is not null as "isUsed", expires_at > now() as "isCurrent",
            coalesce(used_at > now() - make_interval(secs => $2), false) as "isJustUsed"
       from citizens.refresh_token where hash = $1`,
    [hash, graceSeconds],
  );
  return state?.isCurrent ? { record, state } : null;
}

async function lockedSessionOf(em: SqlEntityManager, hash: Buffer): Promise<SessionRecord | null> {
  const [token] = await queryIn(em)<{ sessionId: string }>(
    'select session_id as "sessionId" from citizens.refresh_token where hash = $1',
    [hash],
  );
  if (!token) return null;
  await noteUse(em, token.sessionId);
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  // Read anew: it may have ended since a unit of work before this one read it.
  return em.findOne(SessionRecord, { id: token.sessionId }, { lockMode, refresh: true });
}

/** A token that was used: the same successor once more, where an answer may have been lost; else the end. */
async function again(
  em: SqlEntityManager,
  outbox: Outbox,
  { record, state, presented }: { record: SessionRecord; state: TokenState; presented: Presented },
): Promise<OpenedSession | null> {
  const hash = hashOfToken(presented.token);
  const successor = successorOf(hash);
  const { accountId, id: sessionId } = record;
  if (state.isJustUsed && presented.deviceToken && (await isOn(em, record, presented.deviceToken))) {
    const [untouched] = await queryIn(em)(
      `update citizens.refresh_token as token set asked_again = token.asked_again + 1
         from citizens.refresh_token as next
        where token.hash = $1 and token.asked_again < $2
          and next.hash = $3 and next.session_id = $4 and next.used_at is null
        returning true`,
      [hash, mostRepeats, hashOfToken(successor), sessionId],
    );
    if (untouched) {
      const account = await em.findOneOrFail(Account, { id: accountId });
      return { account, record, refreshToken: successor };
    }
  }
  await endSessionsAndForget(em, outbox, { accountId, sessionId });
  return null;
}
