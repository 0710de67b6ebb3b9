import { createHash, randomBytes } from 'node:crypto';
import { queryIn } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { v7 } from 'uuid';
import type { CitizensContext } from '../../context.js';
import type { Account } from '../account/account.entity.js';
import { Viewer } from '../account/viewer.type.js';
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
}

/** What is stored of a refresh token: it has 256 random bits and needs no slow hash. */
export function hashOfRefreshToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Begins a session for an account that just proved its phone. */
export async function beginSession(em: SqlEntityManager, account: Account): Promise<OpenedSession> {
  const now = new Date();
  const expiresAt = new Date(now.getTime() + refreshTokenMilliseconds);
  const record = em.create(SessionRecord, {
    id: v7(),
    accountId: account.id,
    codeVerifiedAt: now,
    expiresAt,
    endedAt: null,
  });
  await em.persist(record).flush();
  return { account, record, refreshToken: await nextRefreshToken(em, record) };
}

/** Gives a session its next refresh token, and as long again to live. */
export async function nextRefreshToken(em: SqlEntityManager, record: SessionRecord): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  record.expiresAt = new Date(Date.now() + refreshTokenMilliseconds);
  await queryIn(em)('insert into citizens.refresh_token (hash, session_id, expires_at) values ($1, $2, $3)', [
    hashOfRefreshToken(token),
    record.id,
    record.expiresAt.toISOString(),
  ]);
  return token;
}

/** The session as its owner receives it, with an access token. */
export async function sessionFor(
  { tokens }: CitizensContext,
  { account, record, refreshToken }: OpenedSession,
): Promise<Session> {
  const { token, expiresAt } = await tokens.issue(account.viewerIn(record), accessTokenSeconds);
  const viewer = Viewer.of(account);
  return Object.assign(new Session(), { accessToken: token, expiresAt, refreshToken, viewer });
}
