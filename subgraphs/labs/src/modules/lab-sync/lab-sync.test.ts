import { randomUUID } from 'node:crypto';
import { happened, type Topics } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, citizen, type LabsBench, openLabsBench } from '../../testing/labs-bench.js';

const board = `query ($id: ID!) { lab(id: $id) { sync { status lastSyncedAt dueAt resultsLastHour medianDelay } } }`;
const heartbeat = `mutation ($input: ReportNothingToSubmitInput!) { reportNothingToSubmit(input: $input) {
  __typename ... on LabSync { status lastSyncedAt } ... on UserError { code } } }`;

interface Sync {
  status: string;
  lastSyncedAt: string | null;
  dueAt: string;
  resultsLastHour: number;
}

describe('the sync board', () => {
  let bench: LabsBench;
  beforeAll(async () => {
    bench = await openLabsBench();
  });
  afterAll(() => bench.close());

  const syncOf = async (id: string) =>
    (await bench.ask<{ lab: { sync: Sync } }>(board, { id }, admin)).lab.sync;
  const tell = async (payload: Topics['submission.received']) => {
    const event = happened('submission.received', payload);
    await bench.database.query('insert into events.event (topic, payload) values ($1, $2)', [
      event.topic,
      JSON.stringify(event.payload),
    ]);
    await bench.events.wake();
  };

  it('counts from the registration while nothing came: late past one period, silent past three', async () => {
    const { id } = await bench.registered('NEW');
    const statuses: string[] = [];
    for (const minutes of [59, 61, 179, 181]) {
      await bench.database.query(
        'update labs.lab set registered_at = now() - make_interval(mins => $2::int) where id = $1',
        [id, minutes],
      );
      statuses.push((await syncOf(id)).status);
    }
    expect(statuses).toEqual(['ON_TIME', 'LATE', 'LATE', 'SILENT']);
    const filtered = 'query ($filter: LabFilterInput) { labs(filter: $filter) { edges { node { id } } } }';
    const silent = await bench.ask(filtered, { filter: { syncStatus: 'SILENT' } }, admin);
    expect(silent).toEqual({ labs: { edges: [{ node: { id } }] } });
  });

  it('hears of submissions, of a large one in parts, and counts the last hour only', async () => {
    const { id } = await bench.registered('BUSY');
    const receivedAt = new Date().toISOString();
    const part = { submissionId: randomUUID(), labId: id, accepted: 20, receivedAt };
    await tell(part);
    await tell(part);
    await tell({ ...part, submissionId: randomUUID(), accepted: 2 });
    const earlier = new Date(Date.now() - 3_700_000).toISOString();
    await tell({ ...part, submissionId: randomUUID(), accepted: 500, receivedAt: earlier });
    await expect
      .poll(
        () =>
          bench.database
            .query<{ n: string }>('select count(*) as n from labs.submission where lab_id = $1', [id])
            .then(([row]) => Number(row!.n)),
        { timeout: 5_000 },
      )
      .toBe(3);
    const sync = await syncOf(id);
    expect(sync).toMatchObject({ status: 'ON_TIME', lastSyncedAt: receivedAt, resultsLastHour: 42 });
    expect(Date.parse(sync.dueAt) - Date.parse(receivedAt)).toBe(3_600_000);
  });

  it('takes a heartbeat of a silent laboratory, by its key or its staff', async () => {
    const { id } = await bench.registered('QUIET');
    const staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: id });
    for (const viewer of [{ kind: 'lab', labId: id, keyId: id } as const, staff]) {
      await bench.database.query(
        "update labs.lab set last_synced_at = now() - interval '9 hours' where id = $1",
        [id],
      );
      expect((await syncOf(id)).status).toBe('SILENT');
      const answer = await bench.ask(heartbeat, { input: { note: 'Sunday' } }, viewer);
      expect(answer).toMatchObject({ reportNothingToSubmit: { __typename: 'LabSync', status: 'ON_TIME' } });
      expect((await syncOf(id)).status).toBe('ON_TIME');
    }
  });

  it('takes none for a laboratory that is not there, or from somebody else', async () => {
    const viewer = { kind: 'lab', labId: randomUUID(), keyId: randomUUID() } as const;
    const answer = await bench.ask(heartbeat, { input: {} }, viewer);
    expect(answer).toMatchObject({ reportNothingToSubmit: { code: 'NOT_FOUND' } });
    expect(await bench.refusal(heartbeat, { input: {} }, citizen)).toBe('FORBIDDEN');
  });
});
