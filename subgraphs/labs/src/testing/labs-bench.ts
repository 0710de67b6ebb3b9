import { Writable } from 'node:stream';
import type { Database, Topic, Viewer } from '@ketqua/platform';
import { EventLog, EventStream, happened, openLog, type Subgraph, type Topics } from '@ketqua/platform';
import { accountViewer, callerOf, silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import { type LabsSettings, labsSettings } from '../settings.js';
import { openLabs } from '../subgraph.js';

/** A labs subgraph on a database of its own, for a test. */
export interface LabsBench {
  readonly database: Database;
  readonly events: EventLog;
  /** Everything that was logged, as text. */
  readonly logged: string;
  readonly subgraph: Subgraph;
  /** Runs an operation and gives its data; throws the first error. */
  ask<Data>(query: string, variables?: object, viewer?: Viewer, address?: string): Promise<Data>;
  /** Runs an operation that is to fail, and gives the code of its first error. */
  refusal(query: string, variables?: object, viewer?: Viewer, address?: string): Promise<unknown>;
  /** The payloads of a topic, as they are committed: the log's own reader waits for everybody's transactions. */
  topics(topic: Topic): Promise<Record<string, unknown>[]>;
  registered(code: string): Promise<{ id: string }>;
  /** Commits an event as another room would. */
  tell<Name extends Topic>(topic: Name, payload: Topics[Name]): Promise<void>;
  /** Has minutes pass for a laboratory: everything known of its sync lies that much further back. */
  pass(labId: string, minutes: number): Promise<void>;
  /** What a subscriber hears, as long as it listens. */
  listen(query: string, variables: object, viewer: Viewer): Listener;
  /** Opens the subgraph anew on the same database, as after a restart; `meanwhile` runs while it is down. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  /** Another process of the same subgraph on the same database. */
  another(): Promise<Subgraph>;
  close(): Promise<void>;
}

/** A subscription of a test. */
export interface Listener {
  readonly heard: Record<string, unknown>[];
  stop(): Promise<void>;
}

export const admin = accountViewer({ roles: ['CITIZEN', 'ADMIN'] });
export const citizen = accountViewer();

export async function openLabsBench(given: Partial<LabsSettings> = {}): Promise<LabsBench> {
  const settings = { ...labsSettings, ...given };
  const database = await testDatabase('migrated');
  const events = await EventLog.open(database);
  const stream = await EventStream.open(events, silentLog);
  const log = openLog('labs', 'debug');
  let logged = '';
  // What the log would print, caught instead.
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk;
      done();
    },
  });
  (log as unknown as Record<symbol, unknown>)[Object.getOwnPropertySymbols(log).find(isStream)!] = sink;
  const open = () => openLabs({ database, events, stream, masterKey: testKey, log, settings });
  const all = [await open()];
  const run = (query: string, variables: object = {}, viewer?: Viewer, address = '127.0.0.1') =>
    all[0]!.execute({ query, variables: { ...variables } }, { ...callerOf(viewer), address });
  const bench: LabsBench = {
    database,
    events,
    get logged() {
      return logged;
    },
    get subgraph() {
      return all[0]!;
    },
    async ask(...operation) {
      const { data, errors } = await run(...operation);
      if (errors) throw new Error(errors[0]!.message);
      return data as never;
    },
    async refusal(...operation) {
      const { errors } = await run(...operation);
      return errors?.[0]?.extensions?.code;
    },
    async topics(topic) {
      const rows = await database.query<{ payload: Record<string, unknown> }>(
        'select payload from events.event where topic = $1 order by id',
        [topic],
      );
      return rows.map(({ payload }) => payload);
    },
    async registered(code) {
      const { registerLab } = await bench.ask<{ registerLab: { id: string } }>(
        'mutation ($input: RegisterLabInput!) { registerLab(input: $input) { ... on Lab { id } } }',
        { input: { code, name: `Lab ${code}`, kind: 'HOSPITAL' } },
        admin,
      );
      return registerLab;
    },
    async tell(topic, payload) {
      await database.query(appended, [topic, JSON.stringify(happened(topic, payload).payload)]);
      await events.wake();
    },
    async pass(labId, minutes) {
      await database.query(passed, [labId, minutes]);
    },
    listen: (query, variables, viewer) => listenTo(all[0]!, query, variables, viewer),
    async restart(meanwhile = async () => undefined) {
      await all[0]!.close();
      await meanwhile();
      all[0] = await open();
    },
    async another() {
      const other = await open();
      all.push(other);
      return other;
    },
    async close() {
      for (const subgraph of all) await subgraph.close();
      await stream.close();
      await database.close();
    },
  };
  return bench;
}

const appended = 'insert into events.event (topic, payload) values ($1, $2)';
const passed = `update labs.lab set
  (registered_at, last_synced_at, due_at, silent_at, deadlines_set_at) =
  (registered_at - by.time, last_synced_at - by.time, due_at - by.time, silent_at - by.time, deadlines_set_at - by.time)
  from (select make_interval(mins => $2::int) as time) as by where id = $1`;

function listenTo(subgraph: Subgraph, query: string, variables: object, viewer: Viewer): Listener {
  const abort = new AbortController();
  const heard: Record<string, unknown>[] = [];
  const run = async () => {
    const operation = { query, variables: { ...variables } };
    const answer = await subgraph.subscribe(operation, callerOf(viewer), abort.signal);
    if (!(Symbol.asyncIterator in answer)) {
      heard.push({ code: answer.errors?.[0]?.extensions?.code });
      return;
    }
    for await (const { data, errors } of answer) {
      heard.push((Object.values(data ?? {})[0] as never) ?? { code: errors?.[0]?.extensions?.code });
    }
  };
  const running = run();
  return {
    heard,
    async stop() {
      abort.abort();
      await running;
    },
  };
}

function isStream(symbol: symbol): boolean {
  return symbol.description === 'pino.stream';
}
