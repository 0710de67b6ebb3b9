import { randomBytes } from 'node:crypto';
import { type Outbox, queryIn } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { v7 } from 'uuid';
import type { CitizensContext } from '../../context.js';
import { keyRing } from '../../key-ring.js';
import type { Account } from '../account/account.entity.js';
import { Viewer } from '../account/viewer.type.js';
import { deviceOfSignIn, knownDeviceOfAccount } from '../device/device-of-sign-in.js';
import { endSessions } from './end-sessions.js';
import { hashOfToken } from './hash-of-token.js';
import { SessionRecord } from './session.entity.js';
import { Session } from './session.type.js';

/** How long an access token is believed. */
export const accessTokenSeconds = 900;

const refreshTokenMilliseconds = 30 * 24 * 3_600_000;

/** A session that the database holds, before its access token is made. */
export interface OpenedSession {
  readonly account: Account;
  readonly record: SessionRecord;
  readonly refreshToken: string;
  /** What the device is known by, after a sign-in. */
  readonly deviceToken?: string;
}

/** Who signs in, and on what. */
export interface SignIn {
  readonly account: Account;
  /** What the device says that it is known by. */
  readonly deviceToken: string | null;
  /** What it calls itself. */
  readonly agent?: string | undefined;
}

/**
 * Begins a session for an account that just proved its phone, on a device that it may know. A device has one session
 * of an account: what was left of an earlier one there ends.
 */
export async function beginSession(
  em: SqlEntityManager,
  outbox: Outbox,
  { account, deviceToken, agent }: SignIn,
): Promise<OpenedSession> {
  // A session's row is locked before its device's, as by whoever ends one.
  const known = deviceToken ? await knownDeviceOfAccount(em, account.id, deviceToken) : null;
  if (known) await endSessions(em, outbox, { accountId: account.id, deviceId: known });
  const device = await deviceOfSignIn(em, { accountId: account.id, presented: deviceToken, agent });
  const now = new Date();
  const expiresAt = new Date(now.getTime() + refreshTokenMilliseconds);
  const record = em.create(SessionRecord, {
    id: v7(),
    accountId: account.id,
    deviceId: device.id,
    lastUsedAt: now,
    codeVerifiedAt: now,
    expiresAt,
    endedAt: null,
  });
  await em.persist(record).flush();
  const refreshToken = await nextRefreshToken(em, record);
  return { account, record, refreshToken, deviceToken: device.token };
}

/** The refresh token that follows the one of this hash. Nobody without the master key tells one from the other. */
export function successorOf(hash: Uint8Array): string {
  return keyRing.blindIndex('refresh-successor', Buffer.from(hash).toString('base64')).toString('base64url');
}

/** Gives a session its next refresh token, the successor of `predecessor` where there is one, and as long again to live. */
export async function nextRefreshToken(
  em: SqlEntityManager,
  record: SessionRecord,
  predecessor?: Uint8Array,
): Promise<string> {
  const token = predecessor ? successorOf(predecessor) : randomBytes(32).toString('base64url');
  record.lastUsedAt = new Date();
  record.expiresAt = new Date(record.lastUsedAt.getTime() + refreshTokenMilliseconds);
  await queryIn(em)('insert into citizens.refresh_token (hash, session_id, expires_at) values ($1, $2, $3)', [
    hashOfToken(token),
    record.id,
    record.expiresAt.toISOString(),
  ]);
  return token;
}

/** The session as its owner receives it, with an access token. */
export async function sessionFor(
  { tokens }: CitizensContext,
  { account, record, refreshToken, deviceToken }: OpenedSession,
): Promise<Session> {
  const { token, expiresAt } = await tokens.issue(
    account.viewerIn({ id: record.id, deviceId: record.deviceKey(), codeVerifiedAt: record.codeVerifiedAt }),
    accessTokenSeconds,
  );
  const viewer = Viewer.of(account, record.id);
  return Object.assign(new Session(), {
    accessToken: token,
    expiresAt,
    refreshToken,
    deviceToken: deviceToken ?? null,
    viewer,
  });
}
