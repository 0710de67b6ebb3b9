import type { Database, Topic, Viewer } from '@ketqua/platform';
import { EventLog, EventStream, openLog, type Subgraph } from '@ketqua/platform';
import { accountViewer, callerOf, silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import { type LabsSettings, labsSettings } from '../settings.js';
import { openLabs } from '../subgraph.js';

/** A labs subgraph on a database of its own, for a test. */
export interface LabsBench {
  readonly database: Database;
  readonly events: EventLog;
  readonly subgraph: Subgraph;
  /** Runs an operation and gives its data; throws the first error. */
  ask<Data>(query: string, variables?: object, viewer?: Viewer, address?: string): Promise<Data>;
  /** Runs an operation that is to fail, and gives the code of its first error. */
  refusal(query: string, variables?: object, viewer?: Viewer, address?: string): Promise<unknown>;
  /** The payloads of a topic, as they are committed: the log's own reader waits for everybody's transactions. */
  topics(topic: Topic): Promise<Record<string, unknown>[]>;
  registered(code: string): Promise<{ id: string }>;
  close(): Promise<void>;
}

export const admin = accountViewer({ roles: ['CITIZEN', 'ADMIN'] });
export const citizen = accountViewer();

export async function openLabsBench(settings: LabsSettings = labsSettings): Promise<LabsBench> {
  const database = await testDatabase();
  const events = await EventLog.open(database);
  const stream = await EventStream.open(events, silentLog);
  const log = openLog('labs', 'silent');
  const subgraph = await openLabs({ database, events, stream, masterKey: testKey, log, settings });
  const run = (query: string, variables: object = {}, viewer?: Viewer, address = '127.0.0.1') =>
    subgraph.execute({ query, variables: { ...variables } }, { ...callerOf(viewer), address });
  const bench: LabsBench = {
    database,
    events,
    subgraph,
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
    async close() {
      await subgraph.close();
      await stream.close();
      await database.close();
    },
  };
  return bench;
}
