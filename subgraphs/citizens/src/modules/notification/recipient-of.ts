import { type Locale, type Orm, queryIn } from '@ketqua/platform';
import { keyRing } from '../../key-ring.js';

/** Whom a phone belongs to, as far as texting it goes. */
export interface Recipient {
  readonly phone: string;
  readonly locale: Locale;
}

/** Whose phone it is, or null where it may not be texted. */
export async function recipientOf(orm: Orm, phoneIndex: Buffer): Promise<Recipient | null> {
  return (await recipientsOf(orm, [phoneIndex])).get(phoneIndex.toString('base64url')) ?? null;
}

/**
 * Whose phones they are, by base64url index, without those that may not be texted. Whoever never signed in is
 * written to in Vietnamese.
 */
export async function recipientsOf(
  orm: Orm,
  phoneIndexes: readonly Buffer[],
): Promise<Map<string, Recipient>> {
  const rows = await queryIn(orm.em.fork())<{
    phone_index: Uint8Array;
    account_phone: Uint8Array | null;
    known_phone: Uint8Array | null;
    locale: Locale | null;
  }>(
    `select phone_index, account.phone as account_phone, known_phone.phone as known_phone, account.locale
       from unnest($1::bytea[]) as wanted (phone_index)
       left join citizens.account using (phone_index)
       left join citizens.known_phone using (phone_index)
      where account.phone is not null or known_phone.phone is not null`,
    [phoneIndexes],
  );
  return new Map(
    rows.map(({ phone_index, account_phone, known_phone, locale }) => [
      Buffer.from(phone_index).toString('base64url'),
      account_phone
        ? { phone: keyRing.open(account_phone, 'account.phone'), locale: locale ?? 'vi' }
        : { phone: keyRing.open(known_phone!, 'known_phone.phone'), locale: 'vi' },
    ]),
  );
}
