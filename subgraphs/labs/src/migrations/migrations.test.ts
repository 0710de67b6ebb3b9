import { AccessTokens, EventLog, EventStream } from '@ketqua/platform';
import { callerOf, silentLog, testDatabase, testKey } from '@ketqua/platform/testing';
import { expect, it } from 'vitest';
import { hashOfKey, newKeySecret } from '../modules/lab-key/key-secret.js';
import { labKeyEntities } from '../modules/lab-key/lab-key.entity.js';
import { labsSettings } from '../settings.js';
import { openLabs } from '../subgraph.js';
import { admin } from '../testing/labs-bench.js';
import { migrations } from './index.js';

const labId = '019f0000-0000-7000-8000-000000000001';
const keyId = '019f0000-0000-7000-8000-000000000002';

it('takes a database of the first version along: who was late stays late, keys submit, all are told', async () => {
  const database = await testDatabase();
  const events = await EventLog.open(database);
  await database.connect({ name: 'labs', entities: labKeyEntities, migrations: migrations.slice(0, 1) });
  const secret = newKeySecret(keyId);
  await database.query(
    `insert into labs.lab (id, code, name, kind, last_synced_at)
       values ($1, 'OLD', 'Old', 'OTHER', now() - interval '2 hours')`,
    [labId],
  );
  await database.query(
    "insert into labs.lab_key (id, lab_id, label, secret_hash) values ($1, $2, 'LIS', $3)",
    [keyId, labId, hashOfKey(secret)],
  );
  const stream = await EventStream.open(events, silentLog);
  const parts = { database, events, stream, masterKey: testKey, log: silentLog, settings: labsSettings };
  const subgraph = await openLabs(parts);
  const ask = async <Data>(query: string, viewer?: typeof admin): Promise<Data> =>
    (await subgraph.execute({ query, variables: {} }, callerOf(viewer))).data as never;
  expect(
    await ask(
      `{ lab(id: "${labId}") { sync { status } syncPeriodMinutes timeZone hours { day } contact { name } } }`,
      admin,
    ),
  ).toEqual({
    lab: {
      sync: { status: 'LATE' },
      syncPeriodMinutes: 60,
      timeZone: 'Asia/Ho_Chi_Minh',
      hours: [],
      contact: null,
    },
  });
  const { createLabSession } = await ask<{ createLabSession: { accessToken: string } }>(
    `mutation { createLabSession(input: { apiKey: "${secret}" }) { ... on LabSession { accessToken } } }`,
  );
  const { viewer } = await new AccessTokens(testKey).read(createLabSession.accessToken);
  expect(viewer).toEqual({ kind: 'lab', labId, keyId, access: 'SUBMIT' });
  const told = async () =>
    (await database.query<{ topic: string }>('select topic from events.event order by topic')).map(
      ({ topic }) => topic,
    );
  await expect.poll(told).toEqual(['lab.registered', 'lab.sync-changed']);
  await subgraph.close();
  await stream.close();
  await database.close();
});
