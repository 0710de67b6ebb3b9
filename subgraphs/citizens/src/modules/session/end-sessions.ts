import { happened, type Outbox, queryIn } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** Which sessions of an account: one, those on one device, or all. */
export interface SessionsOf {
  readonly accountId: string;
  readonly sessionId?: string;
  readonly deviceId?: string;
  /** Those alone that began until then, in whole milliseconds of the database's clock. */
  readonly begunBy?: Date;
}

/**
 * Ends sessions that are open: what was issued for them is refused everywhere from the commit on. Gives those that
 * ended, each with its device.
 */
export async function endSessions(
  em: SqlEntityManager,
  outbox: Outbox,
  { accountId, sessionId, deviceId, begunBy }: SessionsOf,
): Promise<{ id: string; deviceId: string | null }[]> {
  const ended = await queryIn(em)<{ id: string; deviceId: string | null }>(
    `update citizens.session set ended_at = now()
      where account_id = $1 and ended_at is null and expires_at > now()
        and ($2::uuid is null or id = $2) and ($3::uuid is null or device_id = $3)
        and ($4::timestamptz is null or date_trunc('milliseconds', began_at) <= $4)
      returning id, device_id as "deviceId"`,
    [accountId, sessionId ?? null, deviceId ?? null, begunBy?.toISOString() ?? null],
  );
  // Nothing is pushed to a device whose session is over.
  await queryIn(em)('delete from citizens.push_subscription where session_id = any($1::uuid[])', [
    ended.map(({ id }) => id),
  ]);
  outbox(...ended.map(({ id }) => happened('session.ended', { sessionId: id })));
  return ended;
}

/**
 * Locks an account before its sessions, and those before its devices, as everywhere: a device that is deleted touches
 * every session that was ever on it, so two that begin at different sessions would otherwise wait for each other.
 */
export async function lockAccount(em: SqlEntityManager, accountId: string): Promise<void> {
  await queryIn(em)('select from citizens.account where id = $1 for no key update', [accountId]);
}

/** Ends sessions, and forgets their devices: whoever signs in there again does so on a new one. */
export async function endSessionsAndForget(
  em: SqlEntityManager,
  outbox: Outbox,
  sessions: SessionsOf,
): Promise<string[]> {
  await lockAccount(em, sessions.accountId);
  const ended = await endSessions(em, outbox, sessions);
  const devices = ended.map(({ deviceId }) => deviceId).filter((id) => id !== null);
  await queryIn(em)('delete from citizens.device where account_id = $1 and id = any($2::uuid[])', [
    sessions.accountId,
    devices,
  ]);
  return ended.map(({ id }) => id);
}
