import {
  consume,
  type EventLog,
  type LoggedEvent,
  type Logger,
  type Orm,
  payloadOf,
  queryIn,
  type Tail,
} from '@ketqua/platform';
import { endAccounts, suspendAccounts } from './claims.js';

/** Hears which accounts nobody uses any more, and which were closed: what they had opened is closed to them. */
export function hearOfAccounts(parts: { log: EventLog; logger: Logger; orm: Orm }): Promise<Tail> {
  const source = { ...parts, name: 'results.accounts', topics: ['account.idle', 'account.ended'] };
  return consume(source, async (batch, em) => {
    const query = queryIn(em);
    const idle = accountsOf(batch, 'account.idle');
    const ended = accountsOf(batch, 'account.ended');
    if (idle.length) await suspendAccounts(query, idle);
    if (ended.length) await endAccounts(query, ended);
  });
}

function accountsOf(batch: readonly LoggedEvent[], topic: 'account.idle' | 'account.ended'): string[] {
  const events = batch.filter((event) => event.topic === topic);
  return [...new Set(events.map((event) => payloadOf(topic, event).accountId))];
}
