import type { Query } from '@ketqua/platform';
import type { Challenge } from './challenge.entity.js';

/**
 * A provider runs one verification for a phone, and ends it after three wrong codes, whoever typed them. So whoever
 * asks on a device that is not known has one code of it judged while a known device waits for the same one.
 */
const strangersShare = 1;

/** Whether a try is not to be judged by the provider, since it would use up what a known device may try. */
export async function isLeftToDevice(
  query: Query,
  { isTrusted, verificationId }: Pick<Challenge, 'isTrusted' | 'verificationId'>,
): Promise<boolean> {
  if (isTrusted || !verificationId) return false;
  const [row] = await query<{ isLeft: boolean }>(
    `select exists (select from citizens.challenge
                     where verification_id = $1 and is_trusted and ended_at is null and expires_at > now())
        and (select sum(attempts) from citizens.challenge
              where verification_id = $1 and not is_trusted) > $2 as "isLeft"`,
    [verificationId, strangersShare],
  );
  return row!.isLeft;
}

/** Whether strangers tried codes of the verification that runs for a phone: a known device then wants one of its own. */
export async function hasStrangersTries(query: Query, phoneIndex: Uint8Array): Promise<boolean> {
  const tried = await query(
    `select from citizens.challenge
      where phone_index = $1 and not is_trusted and attempts > 0 and verification_id is not null
        and ended_at is null and expires_at > now() limit 1`,
    [phoneIndex],
  );
  return tried.length > 0;
}
