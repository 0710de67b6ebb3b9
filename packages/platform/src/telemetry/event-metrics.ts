import { Counter, Gauge, Histogram } from 'prom-client';
import type { EventLog } from '../events/event-log.js';
import type { EventReader } from '../events/event-readers.js';
import type { MetricsRegistry } from './metrics-registry.js';

/** Nobody needs to know whether ten thousand or a million events wait, and counting them would cost. */
const countedUnread = 10_000;

/**
 * Tells of the event log, as this process reads it: how far behind its readers are, how old events are when the
 * live stream hears of them, and what holds the log's horizon back.
 */
export function watchEventLog(metrics: MetricsRegistry, log: EventLog): void {
  watchReaders(metrics, log);
  watchUnread(metrics, log);
  watchHorizon(metrics, log);
  const delay = new Histogram({
    name: 'ketqua_event_read_delay_seconds',
    help: 'From the begin of the transaction that wrote an event to its reading by this process.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers: [metrics.registry],
  });
  log.readers.onHeard((secondsOld) => delay.observe(secondsOld));
}

function watchReaders({ registry }: MetricsRegistry, log: EventLog): void {
  const labelNames = ['reader'] as const;
  new Gauge({
    name: 'ketqua_event_reader_lag_seconds',
    help: 'Seconds since a reader last found nothing more to read.',
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      for (const [name, readers] of byName(log)) {
        const caughtUpAt = Math.min(...readers.map((reader) => reader.caughtUpAt));
        this.set({ reader: name }, Math.max(0, performance.now() - caughtUpAt) / 1_000);
      }
    },
  });
  new Counter({
    name: 'ketqua_event_reader_failures_total',
    help: 'How often reading the log, or handling what was read, has failed.',
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      for (const [name, readers] of byName(log)) {
        this.inc(
          { reader: name },
          readers.reduce((sum, { failures }) => sum + failures, 0),
        );
      }
    },
  });
}

function byName(log: EventLog): Map<string, EventReader[]> {
  return Map.groupBy(log.readers.all(), ({ name }) => name);
}

/** What the consumers have still to handle, in the database: also where another process is the one that works. */
function watchUnread(metrics: MetricsRegistry, log: EventLog): void {
  const labelNames = ['reader'] as const;
  const registers = [metrics.registry];
  const unread = new Gauge({
    name: 'ketqua_events_unread',
    help: 'Events that a consumer has not handled yet, 10000 at most.',
    labelNames,
    registers,
  });
  const oldest = new Gauge({
    name: 'ketqua_events_oldest_unread_seconds',
    help: 'The age of the oldest of them; 0 where none waits.',
    labelNames,
    registers,
  });
  metrics.beforeReading(async () => {
    const durable = log.readers.all().filter(({ isDurable }) => isDurable);
    const told = await Promise.all(
      durable.map(async (reader) => [reader, await unreadBy(log, reader)] as const),
    );
    unread.reset();
    oldest.reset();
    for (const [{ name }, { count, age }] of told) {
      unread.set({ reader: name }, count);
      oldest.set({ reader: name }, age);
    }
  });
}

async function unreadBy(
  { database, epoch }: EventLog,
  { name, topics, searchedUntil }: EventReader,
): Promise<{ count: number; age: number }> {
  // As consume.ts searches: behind its cursor, and never before what was searched already.
  const [row] = await database.query<{ count: number; age: number }>(
    `select count(*)::int as count, coalesce(extract(epoch from now() - min(occurred_at)), 0)::float8 as age
       from (select occurred_at from events.event
              where topic = any($2) and (txid, id) > (
                coalesce((select greatest(txid, $3::xid8) from events.consumer where name = $1 and epoch = $4), $3::xid8),
                coalesce((select case when txid >= $3::xid8 then id else 0 end
                            from events.consumer where name = $1 and epoch = $4), 0))
              order by txid, id limit ${countedUnread}) as waiting`,
    [name, topics ?? [], searchedUntil, epoch],
  );
  return { count: row!.count, age: Math.max(0, row!.age) };
}

function watchHorizon(metrics: MetricsRegistry, { database }: EventLog): void {
  const registers = [metrics.registry];
  const horizon = new Gauge({
    name: 'ketqua_event_horizon_age_seconds',
    help: 'The age of the oldest event that is stored and cannot be told yet, because an older transaction is open.',
    registers,
  });
  const transaction = new Gauge({
    name: 'ketqua_database_oldest_transaction_seconds',
    help: 'How long the oldest writing transaction that this user may see has been open, in any database of the server.',
    registers,
  });
  const up = new Gauge({
    name: 'ketqua_database_up',
    help: 'Whether the database answered within 2 seconds: 1 or 0.',
    registers,
  });
  metrics.beforeReading(async () => {
    up.set(0);
    const [row] = await database.query<{ horizon: number; open: number }>(
      `select (select coalesce(extract(epoch from now() - min(occurred_at)), 0)::float8 from events.event
                where txid >= pg_snapshot_xmin(pg_current_snapshot())) as horizon,
              (select coalesce(extract(epoch from now() - min(xact_start)), 0)::float8 from pg_stat_activity
                where backend_xid is not null and pid <> pg_backend_pid()) as open`,
    );
    up.set(1);
    horizon.set(Math.max(0, row!.horizon));
    transaction.set(Math.max(0, row!.open));
  });
}
