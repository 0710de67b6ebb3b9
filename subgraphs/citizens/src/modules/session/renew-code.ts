import { queryIn } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CitizensContext } from '../../context.js';
import type { Account } from '../account/account.entity.js';
import { hashOfToken } from './hash-of-token.js';
import { nextRefreshToken, type OpenedSession } from './open-session.js';
import { SessionRecord } from './session.entity.js';

/**
 * Notes in the session of a viewer who just verified another code that it was: where they are signed in to the same
 * account on the same device. Null for anybody else, who begins a session. Its refresh tokens of before are used up.
 */
export async function renewCode(
  em: SqlEntityManager,
  { viewer }: CitizensContext,
  { account, deviceToken }: { account: Account; deviceToken: string | null },
): Promise<OpenedSession | null> {
  if (viewer.kind !== 'account' || viewer.accountId !== account.id) return null;
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const where = { id: viewer.sessionId, accountId: account.id };
  const record = await em.findOne(SessionRecord, where, { lockMode, refresh: true });
  if (!record?.isAlive(new Date())) return null;
  if (deviceToken && !(await isOn(em, record, deviceToken))) return null;
  record.codeVerifiedAt = new Date();
  const usedUp = await queryIn(em)<{ hash: Uint8Array }>(
    'update citizens.refresh_token set used_at = now() where session_id = $1 and used_at is null returning hash',
    [record.id],
  );
  // Whoever does not hear of the new token asks with the one before, and is given the new one.
  const next = await nextRefreshToken(em, record, usedUp[0]?.hash);
  return { account, record, refreshToken: next, ...(deviceToken && { deviceToken }) };
}

/** Whether a session is on the device that is known by this token. */
export async function isOn(
  em: SqlEntityManager,
  { deviceId }: SessionRecord,
  deviceToken: string,
): Promise<boolean> {
  if (!deviceId) return false;
  const [device] = await queryIn(em)<{ matches: boolean }>(
    'select token_hash = $2 as matches from citizens.device where id = $1',
    [deviceId, hashOfToken(deviceToken)],
  );
  return device?.matches ?? false;
}
