import type { Query } from '@ketqua/platform';
import { hashOfToken } from '../session/hash-of-token.js';

/**
 * The device, known to the account of this phone (its blind index), that a token belongs to; null for no token, no
 * account, and a token that another account's device is known by.
 */
export async function knownDeviceOf(
  query: Query,
  phoneIndex: Uint8Array,
  token: string | null | undefined,
): Promise<string | null> {
  if (!token) return null;
  const [device] = await query<{ id: string }>(
    `select device.id from citizens.device join citizens.account on account.id = device.account_id
      where account.phone_index = $1 and device.token_hash = $2`,
    [phoneIndex, hashOfToken(token)],
  );
  return device?.id ?? null;
}
