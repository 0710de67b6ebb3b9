import { randomUUID } from 'node:crypto';
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
  medianDelay: number | null;
}

describe('the sync board', () => {
  let bench: LabsBench;
  beforeAll(async () => {
    bench = await openLabsBench();
  });
  afterAll(() => bench.close());

  const syncOf = async (id: string) =>
    (await bench.ask<{ lab: { sync: Sync } }>(board, { id }, admin)).lab.sync;

  it('counts from the registration while nothing came: late past one period, silent past three', async () => {
    const { id } = await bench.registered('NEW');
    const statuses: string[] = [];
    for (const minutes of [59, 2, 118, 2]) {
      await bench.pass(id, minutes);
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
    await bench.tell('submission.received', part);
    await bench.tell('submission.received', part);
    await bench.tell('submission.received', { ...part, submissionId: randomUUID(), accepted: 2 });
    const earlier = new Date(Date.now() - 3_700_000).toISOString();
    await bench.tell('submission.received', {
      ...part,
      submissionId: randomUUID(),
      accepted: 500,
      receivedAt: earlier,
    });
    await expect
      .poll(() =>
        bench.database
          .query<{ n: string }>('select count(*) as n from labs.submission where lab_id = $1', [id])
          .then(([row]) => Number(row!.n)),
      )
      .toBe(3);
    const sync = await syncOf(id);
    expect(sync).toMatchObject({ status: 'ON_TIME', lastSyncedAt: receivedAt, resultsLastHour: 42 });
    expect(Date.parse(sync.dueAt) - Date.parse(receivedAt)).toBe(3_600_000);
  });

  it('takes a heartbeat of a silent laboratory, by its key or its staff', async () => {
    const { id } = await bench.registered('QUIET');
    const staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: id });
    for (const viewer of [{ kind: 'lab', labId: id, keyId: id, access: 'SUBMIT' } as const, staff]) {
      await bench.pass(id, 9 * 60);
      expect((await syncOf(id)).status).toBe('SILENT');
      const answer = await bench.ask(heartbeat, { input: { note: 'Sunday' } }, viewer);
      expect(answer).toMatchObject({ reportNothingToSubmit: { __typename: 'LabSync', status: 'ON_TIME' } });
      expect((await syncOf(id)).status).toBe('ON_TIME');
    }
  });

  it('takes many heartbeats of many laboratories at once', async () => {
    const labs = await Promise.all(['MANY-1', 'MANY-2', 'MANY-3'].map((code) => bench.registered(code)));
    const beats = Array.from({ length: 45 }, (_, n) => {
      const { id } = labs[n % labs.length]!;
      const viewer = { kind: 'lab', labId: id, keyId: id, access: 'SUBMIT' } as const;
      return bench.ask<{ reportNothingToSubmit: { status: string } }>(heartbeat, { input: {} }, viewer);
    });
    const reports = labs.flatMap(({ id }) =>
      Array.from({ length: 10 }, () =>
        bench.tell('submission.received', {
          submissionId: randomUUID(),
          labId: id,
          accepted: 1,
          receivedAt: new Date().toISOString(),
        }),
      ),
    );
    const answers = await Promise.all(beats);
    await Promise.all(reports);
    expect(new Set(answers.map(({ reportNothingToSubmit: { status } }) => status))).toEqual(
      new Set(['ON_TIME']),
    );
    const [counted] = await bench.database.query<{ n: number }>(
      'select count(*)::int as n from labs.heartbeat where lab_id = any($1::uuid[])',
      [labs.map(({ id }) => id)],
    );
    expect(counted!.n).toBe(45);
  });

  it('tells the median delay from specimen to first release, of the last day', async () => {
    const [{ id }, other] = [await bench.registered('DELAY'), await bench.registered('DELAY-2')];
    const released = (labId: string, delaySeconds: number | null) =>
      bench.tell('test-result.released', {
        resultId: randomUUID(),
        version: delaySeconds === null ? 2 : 1,
        labId,
        personId: randomUUID(),
        phoneIndexes: [],
        delaySeconds,
      });
    const medianOf = async (labId: string) => (await syncOf(labId)).medianDelay;
    expect(await medianOf(id)).toBeNull();
    for (const delay of [100, 50_000, 300, null, 200, 90_000]) await released(id, delay);
    await released(other.id, 7);
    await expect.poll(() => medianOf(other.id)).toBe(7);
    expect(await medianOf(id)).toBe(300);
    // What is a day old is not counted, and is gone with the next that comes.
    await bench.database.query(
      "update labs.release_delay set released_at = now() - interval '25 hours' where delay_seconds > 1000",
    );
    expect(await medianOf(id)).toBe(200);
    await released(other.id, 9);
    const rows = () => bench.database.query('select from labs.release_delay where delay_seconds > 1000');
    await expect.poll(rows).toEqual([]);
    const page = await bench.ask<{ labs: { edges: { node: { sync: Sync } }[] } }>(
      '{ labs(first: 100) { edges { node { sync { medianDelay } } } } }',
      {},
      admin,
    );
    expect(page.labs.edges.map(({ node }) => node.sync.medianDelay).filter(Boolean)).toEqual([200, 7]);
  });

  it('takes none for a laboratory that is not there, or from somebody else', async () => {
    const viewer = { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' } as const;
    const answer = await bench.ask(heartbeat, { input: {} }, viewer);
    expect(answer).toMatchObject({ reportNothingToSubmit: { code: 'NOT_FOUND' } });
    expect(await bench.refusal(heartbeat, { input: {} }, citizen)).toBe('FORBIDDEN');
  });
});
