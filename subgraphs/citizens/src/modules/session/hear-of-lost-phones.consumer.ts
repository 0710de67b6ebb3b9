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
 * Hears which phones their owners lost, and ends what was signed in with them until then. Every device of before is
 * forgotten: the owner, with the number in another phone, signs in on a new one. Heard late, as after a restore, it
 * leaves them that.
 */
export function hearOfLostPhones(parts: { log: EventLog; logger: Logger; orm: Orm }): Promise<Tail> {
  const source = { ...parts, name: 'citizens.lost-phones', topics: ['phone.lost'] };
  return consume(source, async (batch, em) => {
    const lost = new Map<string, Date>();
    for (const event of batch.toSorted((one, other) => Number(one.occurredAt) - Number(other.occurredAt))) {
      lost.set(payloadOf('phone.lost', event).phoneIndex, event.occurredAt);
    }
    const ended: NewEvent[] = [];
    // In one order, as two that lock several accounts would otherwise wait for each other.
    for (const phoneIndex of [...lost.keys()].sort()) {
      const begunBy = lost.get(phoneIndex)!;
      const account = await em.findOne(
        Account,
        { phoneIndex: Buffer.from(phoneIndex, 'base64url') },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (!account) continue;
      await endSessions(em, (...events) => ended.push(...events), { accountId: account.id, begunBy });
      await queryIn(em)(
        `delete from citizens.device
          where account_id = $1 and date_trunc('milliseconds', first_used_at) <= $2`,
        [account.id, begunBy.toISOString()],
      );
    }
    if (ended.length) await parts.log.append(queryIn(em), ended);
  });
}
