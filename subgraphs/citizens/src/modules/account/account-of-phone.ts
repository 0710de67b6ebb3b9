import { type Locale, queryIn } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { v7 } from 'uuid';
import { keyRing, phoneIndexOf } from '../../key-ring.js';
import { Account } from './account.entity.js';

/** The account of a phone (E.164), locked until the transaction ends, or null. */
export function accountOfPhone(em: SqlEntityManager, phone: string): Promise<Account | null> {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  return em.findOne(Account, { phoneIndex: phoneIndexOf(phone) }, { lockMode, refresh: true });
}

/** The account of a phone, made where there is none; locked. Two at once make one. */
export async function accountMadeFor(em: SqlEntityManager, phone: string, locale: Locale): Promise<Account> {
  for (;;) {
    await queryIn(em)(
      `insert into citizens.account (id, phone, phone_index, locale, roles) values ($1, $2, $3, $4, '{CITIZEN}')
         on conflict (phone_index) do nothing`,
      [v7(), keyRing.seal(phone, 'account.phone'), phoneIndexOf(phone), locale],
    );
    const account = await accountOfPhone(em, phone);
    // None: it stood in the way, and was ended before it could be locked.
    if (account) return account;
  }
}
