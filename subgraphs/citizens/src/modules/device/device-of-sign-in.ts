import { randomBytes } from 'node:crypto';
import { newId, queryIn } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { hashOfToken } from '../session/hash-of-token.js';
import { deviceLabel } from './device-label.js';

/** A device that an account signs in on. */
export interface SignInDevice {
  readonly id: string;
  /** What it is known by from now on. */
  readonly token: string;
  /** Whether the account signed in on it before. */
  readonly isKnown: boolean;
}

/** The device of an account that a token is known by, or null; it is not locked. */
export async function knownDeviceOfAccount(
  em: SqlEntityManager,
  accountId: string,
  token: string,
): Promise<string | null> {
  const [known] = await queryIn(em)<{ id: string }>(
    'select id from citizens.device where account_id = $1 and token_hash = $2',
    [accountId, hashOfToken(token)],
  );
  return known?.id ?? null;
}

/**
 * The device of a sign-in: the one that the presented token is known by for this account, else a new one. A token
 * that this account does not know is never taken over, whoever chose it: the device is told a new one.
 */
export async function deviceOfSignIn(
  em: SqlEntityManager,
  {
    accountId,
    presented,
    agent,
  }: { accountId: string; presented: string | null; agent?: string | undefined },
): Promise<SignInDevice> {
  const query = queryIn(em);
  const label = deviceLabel(agent);
  if (presented) {
    const [known] = await query<{ id: string }>(
      `update citizens.device set last_used_at = now(), label = $3
        where account_id = $1 and token_hash = $2 returning id`,
      [accountId, hashOfToken(presented), label],
    );
    if (known) return { id: known.id, token: presented, isKnown: true };
  }
  const made = { id: newId(), token: randomBytes(32).toString('base64url'), isKnown: false };
  await query('insert into citizens.device (id, account_id, token_hash, label) values ($1, $2, $3, $4)', [
    made.id,
    accountId,
    hashOfToken(made.token),
    label,
  ]);
  return made;
}
