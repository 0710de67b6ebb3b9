import {
  consume,
  type EventLog,
  type Logger,
  type NewEvent,
  type Orm,
  payloadOf,
  queryIn,
  type Tail,
} from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import { Account } from '../account/account.entity.js';
import { endSessions } from './end-sessions.js';

/**
 * Hears which phones their owners lost, and ends what is signed in with them. Every device is forgotten: the owner, with
 * the number in another phone, signs in on a new one.
 */
export function hearOfLostPhones(parts: { log: EventLog; logger: Logger; orm: Orm }): Promise<Tail> {
  const source = { ...parts, name: 'citizens.lost-phones', topics: ['phone.lost'] };
  return consume(source, async (batch, em) => {
    const indexes = new Set(batch.map((event) => payloadOf('phone.lost', event).phoneIndex));
    const ended: NewEvent[] = [];
    // In one order, as two that lock several accounts would otherwise wait for each other.
    for (const phoneIndex of [...indexes].sort()) {
      const account = await em.findOne(
        Account,
        { phoneIndex: Buffer.from(phoneIndex, 'base64url') },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (!account) continue;
      await endSessions(em, (...events) => ended.push(...events), { accountId: account.id });
      await queryIn(em)('delete from citizens.device where account_id = $1', [account.id]);
    }
    if (ended.length) await parts.log.append(queryIn(em), ended);
  });
}
