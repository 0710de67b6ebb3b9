import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Orm } from '../database/database.js';
import { queryIn } from '../database/query-in.js';
import type { Logger } from '../log.js';
import type { LoggedEvent } from './event.js';
import type { EventLog } from './event-log.js';
import { durableTail, type Tail } from './tail.js';

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
  return durableTail(source, async () => {
    const position = await log.database.query<{ waiting: boolean }>(
      `select exists (
         select from events.event
          where topic = any($2) and txid < pg_snapshot_xmin(pg_current_snapshot())
            and (txid, id) > (coalesce((select txid from events.consumer where name = $1), '0'::xid8),
                              coalesce((select id from events.consumer where name = $1), 0))
       ) as waiting`,
      [name, topics],
    );
    if (!position[0]!.waiting) return { more: false };
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
