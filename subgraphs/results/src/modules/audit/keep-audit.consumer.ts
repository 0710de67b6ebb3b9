import {
  consume,
  type EventLog,
  type LoggedEvent,
  type Logger,
  type Orm,
  payloadOf,
  type Query,
  queryIn,
  type Tail,
} from '@ketqua/platform';
import { beginning, hashOf } from './audit-chain.js';

/** What is read for the audit log, and by whom: no event goes before it is read. */
export const auditTopic = 'authority.acted';
export const auditConsumer = 'results.audit';

/**
 * Hears of every act of authority, in whichever subgraph, and keeps it: each once, in the order of the commits, also
 * where the log is read anew from its beginning, as after a restore.
 */
export function keepAudit(parts: { log: EventLog; logger: Logger; orm: Orm }): Promise<Tail> {
  const source = { ...parts, name: auditConsumer, topics: [auditTopic] };
  return consume(source, async (batch, em) => {
    const query = queryIn(em);
    await appendActs(query, await notKept(query, batch));
  });
}

/** Those of some events that no entry was made of. */
async function notKept(query: Query, batch: readonly LoggedEvent[]): Promise<LoggedEvent[]> {
  const kept = await query<{ id: string }>(
    `select event_id::text as id from results.audit_entry
       join unnest($1::bigint[], $2::timestamptz[]) as told (id, at) on event_id = told.id and event_at = told.at`,
    [batch.map(({ id }) => id), batch.map(({ occurredAt }) => occurredAt.toISOString())],
  );
  const ids = new Set(kept.map(({ id }) => id));
  return batch.filter(({ id }) => !ids.has(id));
}

/** Adds acts at the chain's end, one writer at a time: the consumer's cursor is locked by its transaction. */
async function appendActs(query: Query, events: readonly LoggedEvent[]): Promise<void> {
  const [last] = await query<{ seq: string; hash: string }>(
    'select seq::text, hash from results.audit_entry order by audit_entry.seq desc limit 1',
  );
  let seq = Number(last?.seq ?? 0);
  let previousHash = last?.hash ?? beginning;
  for (const event of events) {
    const { subject: details, act, actor, at } = payloadOf('authority.acted', event);
    seq += 1;
    const hash = hashOf({ seq, at, act, actor, details, previousHash });
    await query(
      `insert into results.audit_entry (seq, at, act, actor, details, previous_hash, hash, event_id, event_at)
       values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9)`,
      [
        seq,
        at,
        act,
        actor,
        JSON.stringify(details),
        previousHash,
        hash,
        event.id,
        event.occurredAt.toISOString(),
      ],
    );
    previousHash = hash;
  }
}
