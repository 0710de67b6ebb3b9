import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Orm } from '../database/database.js';
import { queryIn } from '../database/query-in.js';
import type { Logger } from '../log.js';
import type { LoggedEvent } from './event.js';
import type { EventLog, Query } from './event-log.js';
import { durableTail, type Tail } from './tail.js';

/**
 * The values of one payload field in the events that a consumer has not handled yet, those behind the horizon
 * included: for whoever must not judge what it names before they are.
 */
export async function unreadBy(
  log: EventLog,
  consumer: { readonly name: string; readonly topics: readonly string[]; readonly field: string },
  query: Query,
): Promise<string[]> {
  const { name, topics, field } = consumer;
  const rows = await query<{ value: string }>(
    `select distinct payload ->> $4 as value from events.event
      where topic = any($2) and (txid, id) > (
        coalesce((select txid from events.consumer where name = $1 and epoch = $3), '0'::xid8),
        coalesce((select id from events.consumer where name = $1 and epoch = $3), 0))`,
    [name, topics, log.epoch, field],
  );
  return rows.map(({ value }) => value);
}

/**
 * Handles the events of some topics, each exactly once in its effects on this database: the handler's writes and
 * the cursor `events.consumer` move in one transaction. Several processes may run the same consumer; one of
 * them works at a time. A new consumer starts at the log's beginning.
 */
export function consume(
  source: { log: EventLog; logger: Logger; orm: Orm; name: string; topics: readonly string[] },
  handler: (events: LoggedEvent[], em: SqlEntityManager) => Promise<void>,
): Promise<Tail> {
  const { log, orm, name, topics } = source;
  // The cursor moves with the consumer's own events. What lies before the horizon of a search that found none need
  // not be searched again: a consumer of a rare topic would read a day of other topics at each notification.
  const reader = log.readers.begin(name, { topics, isDurable: true });
  return durableTail(source, reader, async () => {
    const [position] = await log.database.query<{ waiting: boolean; horizon: string }>(
      `select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, exists (
         select from events.event
          where topic = any($2) and txid < pg_snapshot_xmin(pg_current_snapshot())
            and (txid, id) > (
              coalesce((select greatest(txid, $3::xid8) from events.consumer where name = $1), $3::xid8),
              coalesce((select case when txid >= $3::xid8 then id else 0 end from events.consumer where name = $1), 0))
       ) as waiting`,
      [name, topics, reader.searchedUntil],
    );
    if (!position!.waiting) {
      reader.searchedUntil = position!.horizon;
      return { more: false };
    }
    return orm.em.fork().transactional(async (em) => {
      const query = queryIn(em);
      await query(
        `insert into events.consumer (name, epoch, txid, id) values ($1, $2, '0', 0)
           on conflict (name) do update set epoch = $2, txid = '0', id = 0 where consumer.epoch <> $2`,
        [name, log.epoch],
      );
      const [cursor] = await query<{ txid: string; id: string }>(
        'select txid::text, id::text from events.consumer where name = $1 for update',
        [name],
      );
      const after = { txid: BigInt(cursor!.txid), id: BigInt(cursor!.id) };
      const { events } = await log.read(after, { topics, query });
      if (!events.length) return { more: false };
      await handler(events, em);
      await em.flush();
      const { txid, id } = events.at(-1)!.position;
      await query('update events.consumer set txid = $2::xid8, id = $3 where name = $1', [
        name,
        String(txid),
        String(id),
      ]);
      return { more: true };
    });
  });
}
