import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database/database.js';
import { isCursorAfter } from '../events/cursor.js';
import { EventLog } from '../events/event-log.js';
import { EventStream } from '../events/event-stream.js';
import { silentLog, testDatabase } from '../testing/test-database.js';
import { anonymous } from '../viewer/viewer.js';
import { beginOf, placeOf, writtenAtOf } from './stream-extensions.js';
import { runSubgraph, type Subgraph } from './subgraph.js';

let database: Database;
let events: EventLog;
let stream: EventStream;
let subgraph: Subgraph;
beforeAll(async () => {
  database = await testDatabase();
  events = await EventLog.open(database);
  stream = await EventStream.open(events, silentLog);
  const heard = {
    async *subscribe(_: unknown, { after }: { after?: string }, { signal }: { signal: AbortSignal }) {
      for await (const { position } of stream.subscribe(['thing.happened'], { after: after ?? null, signal }))
        yield { heard: events.cursorAt(position) };
    },
  };
  subgraph = await runSubgraph({
    name: 'stage',
    schema: buildSubgraphSchema([
      {
        typeDefs: parse('type Query { now: Int } type Subscription { heard(after: String): String }'),
        resolvers: { Subscription: { heard } },
      },
    ]),
    log: silentLog,
    contextOf: (caller, signal) => ({ ...caller, signal }),
    ready: async () => true,
    close: async () => undefined,
  });
});
afterAll(async () => {
  await stream.close();
  await database.close();
});

it('a result says when its event was written, where it is live and not caught up on', async () => {
  const caller = { viewer: anonymous, locale: 'vi', address: '', requestId: '' } as const;
  const abort = new AbortController();
  const open = async (query: string) => {
    const results = await subgraph.subscribe({ query }, caller, abort.signal);
    if (!(Symbol.asyncIterator in results)) throw new Error('it was refused');
    return results[Symbol.asyncIterator]();
  };
  const happen = () => events.append(database.query, [{ topic: 'thing.happened', payload: {} }]);
  const live = await open('subscription { heard }');
  const first = live.next();
  await expect.poll(() => stream.backlog).toBe(0);
  await happen();
  const { value: told } = await first;
  const [row] = await database.query<{ at: number }>(
    'select extract(epoch from occurred_at)::float8 * 1000 as at from events.event order by id limit 1',
  );
  expect(Math.abs(writtenAtOf(told)! - row!.at)).toBeLessThan(1);

  await happen();
  await live.next();
  const late = new AbortController();
  const resumed = await subgraph.subscribe(
    { query: `subscription { heard(after: "${told.data.heard}") }` },
    caller,
    late.signal,
  );
  const { value: missed } = await (resumed as AsyncIterable<object>)[Symbol.asyncIterator]().next();
  expect(missed.data.heard).not.toBe(told.data.heard);
  expect(writtenAtOf(missed)).toBeUndefined();
  abort.abort();
  late.abort();
});

it('a stream tells where it begins and where its events stand to who asks for it, and ends behind a cursor', async () => {
  const caller = { viewer: anonymous, locale: 'vi', address: '', requestId: '' } as const;
  const abort = new AbortController();
  const open = async (query: string, wishes: { until?: string }) => {
    const results = await subgraph.subscribe({ query, stream: wishes }, caller, abort.signal);
    if (!(Symbol.asyncIterator in results)) throw new Error('it was refused');
    return results[Symbol.asyncIterator]();
  };
  const live = await open('subscription { heard }', {});
  const begin = beginOf((await live.next()).value)!;
  expect(begin).toEqual(expect.any(String));
  const cursors: string[] = [];
  for (let count = 0; count < 3; count++) {
    const next = live.next();
    await events.append(database.query, [{ topic: 'thing.happened', payload: {} }]);
    const { value } = await next;
    cursors.push(placeOf(value)!.cursor);
    expect(value.data.heard).toBe(cursors.at(-1));
  }
  expect(isCursorAfter(cursors[1]!, cursors[0]!)).toBe(true);
  expect(isCursorAfter(cursors[0]!, cursors[1]!)).toBe(false);
  expect(isCursorAfter(cursors[0]!, 'another')).toBeUndefined();
  abort.abort();

  const back = new AbortController();
  const results = await subgraph.subscribe(
    { query: `subscription { heard(after: "${begin}") }`, stream: { until: cursors[1]! } },
    caller,
    back.signal,
  );
  const told: unknown[] = [];
  for await (const result of results as AsyncIterable<{ data?: { heard: string } }>) {
    told.push(beginOf(result as object) ?? result.data?.heard);
  }
  expect(told).toEqual([begin, cursors[0], cursors[1]]);
});
