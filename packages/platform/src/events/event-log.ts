import { randomBytes } from 'node:crypto';
import type { Database } from '../database/database.js';
import { CursorExpiredError, cursorAt, positionOf } from './cursor.js';
import type { LoggedEvent, NewEvent, Position } from './event.js';
import { EventReaders } from './event-readers.js';

const channel = 'ketqua_events';

/** How long events, cursors and whatever else speaks of a day's movements are kept. */
export const retentionHours = 72;

const setup = (epoch: string) => `
  create schema if not exists events;
  create table if not exists events.event (
    id bigint generated always as identity primary key,
    txid xid8 not null default pg_current_xact_id(),
    topic text not null,
    payload jsonb not null,
    occurred_at timestamptz not null default now()
  );
  create index if not exists event_in_commit_order on events.event (txid, id);
  create table if not exists events.log (
    singleton boolean primary key default true check (singleton),
    epoch text not null,
    pruned_txid xid8 not null default '0',
    pruned_id bigint not null default 0
  );
  insert into events.log (epoch) values ('${epoch}') on conflict do nothing;
  create table if not exists events.consumer (
    name text primary key,
    epoch text not null,
    txid xid8 not null,
    id bigint not null
  );
`;

interface EventRow {
  id: string;
  txid: string;
  topic: string;
  payload: Record<string, unknown>;
  occurred_at: string;
}

/** What one reading of the log gives. */
export interface Batch {
  readonly events: LoggedEvent[];
  /** Whether some wait: past the limit, or behind a transaction that is still open. */
  readonly more: boolean;
  /** Whether a transaction was committed when the log was read, also where its events cannot be told yet. */
  readonly isCommitted: (txid: bigint) => boolean;
}

/** How the log is read: in the reader's own transaction, or outside any. */
export type Query = <Row>(sql: string, parameters?: unknown[]) => Promise<Row[]>;

/** Inserts events: one statement for any number. Parameters are text[] of topics and of JSON payloads. */
export const appendStatement =
  'insert into events.event (topic, payload) select topic, payload::jsonb from unnest($1::text[], $2::text[]) as event (topic, payload)';

/** The parameters of `appendStatement`. */
export function appendParameters(events: readonly NewEvent[]): [string[], string[]] {
  return [events.map(({ topic }) => topic), events.map(({ payload }) => JSON.stringify(payload))];
}

/**
 * The outbox that is also the event log: written by each subgraph inside its own transaction
 * (`unitOfWork`), read by all in commit order.
 */
export class EventLog {
  /** Who reads it in this process, and how far behind. */
  readonly readers = new EventReaders();

  private constructor(
    readonly database: Database,
    /** Changes when a database is restored; cursors of another epoch cannot be resumed from. */
    readonly epoch: string,
  ) {}

  static async open(database: Database): Promise<EventLog> {
    await database.script(setup(randomBytes(4).toString('hex')));
    const [row] = await database.query<{ epoch: string }>('select epoch from events.log');
    return new EventLog(database, row!.epoch);
  }

  /** Adds events in the transaction of `query`, and wakes the readers when it commits. For few: `unitOfWork` wakes once. */
  async append(query: Query, events: readonly NewEvent[]): Promise<void> {
    if (!events.length) return;
    await query(appendStatement, appendParameters(events));
    await query(`select pg_notify('${channel}', '')`);
  }

  /** Tells the readers of every process that something was committed. Losing it costs them at most a second. */
  async wake(): Promise<void> {
    await this.database.query(`select pg_notify('${channel}', '')`);
  }

  onWake(listener: () => void): Promise<() => Promise<void>> {
    return this.database.listen(channel, listener);
  }

  /** The place before which everything is committed: where a stream without a cursor begins. */
  async end(): Promise<Position> {
    const [row] = await this.database.query<{ txid: string }>(
      'select pg_snapshot_xmin(pg_current_snapshot())::text as txid',
    );
    return { txid: BigInt(row!.txid), id: 0n };
  }

  /**
   * Reads up to `limit` events after a place, in commit order. Events of transactions that are still open, and
   * those behind them, are not told yet; `more` says that some wait.
   */
  async read(
    after: Position,
    {
      topics,
      limit = 500,
      query = this.database.query,
    }: { topics?: readonly string[]; limit?: number; query?: Query } = {},
  ): Promise<Batch> {
    const rows = await query<EventRow>(
      `select id::text, txid::text, topic, payload, occurred_at::text
         from events.event
        where (txid, id) > ($1::xid8, $2::bigint) and txid < pg_snapshot_xmin(pg_current_snapshot())
          ${topics ? 'and topic = any($4)' : ''}
        order by event.txid, event.id limit $3`,
      [String(after.txid), String(after.id), limit, ...(topics ? [topics] : [])],
    );
    const events = rows.map(toEvent);
    const [state] = await query<{ snapshot: string; more: boolean }>(
      `select pg_current_snapshot()::text as snapshot,
              exists (select from events.event where txid >= pg_snapshot_xmin(pg_current_snapshot())) as more`,
    );
    return {
      events,
      more: state!.more || events.length === limit,
      isCommitted: committedIn(state!.snapshot),
    };
  }

  cursorAt(position: Position): string {
    return cursorAt(this.epoch, position);
  }

  /** The position of a cursor. @throws CursorExpiredError when events after it may be gone. */
  async positionOf(cursor: string): Promise<Position> {
    const position = positionOf(this.epoch, cursor);
    const [row] = await this.database.query<{ resumable: boolean }>(
      'select (pruned_txid, pruned_id) <= ($1::xid8, $2::bigint) as resumable from events.log',
      [String(position.txid), String(position.id)],
    );
    if (!row!.resumable) throw new CursorExpiredError('The events after this cursor are no longer kept');
    return position;
  }

  /**
   * Deletes events older than the retention; a cursor before them then answers CURSOR_EXPIRED.
   * @param kept a topic whose events stay until a consumer has handled them, however long that takes
   */
  async prune(
    olderThanHours = retentionHours,
    kept?: { readonly topic: string; readonly consumer: string },
  ): Promise<number> {
    const [row] = await this.database.query<{ count: string }>(
      `with gone as (
         delete from events.event
          where occurred_at < now() - make_interval(hours => $1)
            and ($2::text is null or topic <> $2 or exists (
              select from events.consumer
               where name = $3 and epoch = $4 and (consumer.txid, consumer.id) >= (event.txid, event.id)))
         returning txid, id
       ), last as (
         select txid, id from gone order by txid desc, id desc limit 1
       ), marked as (
         update events.log set pruned_txid = last.txid, pruned_id = last.id from last
          where (last.txid, last.id) > (pruned_txid, pruned_id)
       )
       select count(*)::text as count from gone`,
      [olderThanHours, kept?.topic ?? null, kept?.consumer ?? null, this.epoch],
    );
    return Number(row!.count);
  }
}

/** Whether a transaction was committed when a snapshot (`pg_current_snapshot()` as text) was taken. */
function committedIn(snapshot: string): (txid: bigint) => boolean {
  const [xmin, xmax, open] = snapshot.split(':') as [string, string, string];
  const [oldest, next] = [BigInt(xmin), BigInt(xmax)];
  const running = new Set(open.split(',').filter(Boolean).map(BigInt));
  return (txid) => txid < oldest || (txid < next && !running.has(txid));
}

function toEvent({ id, txid, topic, payload, occurred_at }: EventRow): LoggedEvent {
  return {
    id,
    position: { txid: BigInt(txid), id: BigInt(id) },
    topic,
    payload,
    occurredAt: new Date(occurred_at),
  };
}
