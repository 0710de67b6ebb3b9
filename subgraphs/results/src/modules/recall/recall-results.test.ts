import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Viewer } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';
import { recallStep } from './recall-keeper.js';

const fields = 'id state matched withdrawn qrTokensRevoked reason completedAt run { id instrument kitLot }';
const answers = `__typename ... on Recall { ${fields} } ... on InvalidRecallError { code path message }
  ... on NotFoundError { code }`;
const reason = 'Contaminated reagent';

describe('the recall of a run', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const recall = async (input: object, viewer: Viewer = house.lab) =>
    (
      await house.ask(
        `mutation ($input: RecallResultsInput!) { recallResults(input: $input) { ${answers} } }`,
        { input: { reason, ...input } },
        viewer,
      )
    ).recallResults;
  const progress = async (id: string, viewer: Viewer = house.lab) =>
    (await house.ask(`query ($id: ID!) { recall(id: $id) { ${fields} } }`, { id }, viewer)).recall;
  const until = async (id: string, isReached: (recall: { withdrawn: number; state: string }) => boolean) => {
    for (let tries = 0; tries < 600; tries++) {
      const now = await progress(id, house.admin);
      if (isReached(now)) return now;
      await pause(50);
    }
    throw new Error('The recall does not get on');
  };
  const completed = (id: string) => until(id, ({ state }) => state === 'COMPLETE');
  const standing = async (ids: string[]) => {
    const rows = await house.database.query<{ id: string; status: string; version: number }>(
      'select id, status, version from results.test_result where id = any($1::uuid[]) order by id',
      [ids],
    );
    return rows.map(({ status, version }) => `${status} ${version}`);
  };
  const idsOf = (receipt: { rows: { resultId: string }[] }) => receipt.rows.map(({ resultId }) => resultId);
  const otherLab = (): Viewer => ({ ...house.lab, labId: randomUUID() }) as Viewer;

  /** A checkpoint where an officer may stand: who stands nowhere hears of no certificate. */
  const newCheckpoint = async () => {
    const { createCheckpoint } = await house.ask(
      'mutation ($input: CreateCheckpointInput!) { createCheckpoint(input: $input) { ... on Checkpoint { id } } }',
      { input: { code: `CP-${randomUUID()}`, name: 'Chốt', jurisdiction: 'VN-SG' } },
      house.admin,
    );
    return createCheckpoint.id as string;
  };

  it('withdraws 2,500 results step by step, whatever stops it between, and tells everyone once', async () => {
    const phone = '+84907000001';
    const patient = { fullName: 'Lê Thị Thu', dateOfBirth: '1991-01-01', sex: 'FEMALE', phone };
    const run = { id: 'RUN-1', instrument: 'Cobas', kitLot: 'LOT-1' };
    const held = row({ run, test: { code: '7962-4', method: 'SEROLOGY' }, disease: '14189004' });
    const special = [
      row({ run, patient, outcome: 'DETECTED' }),
      row({ run, patient }),
      row({ run, status: 'PRELIMINARY' }),
      held,
    ];
    const ids = idsOf(await house.submit(special));
    for (const count of [1_000, 1_000, 496]) {
      ids.push(...idsOf(await house.submit(Array.from({ length: count }, () => row({ run })))));
    }
    const others = idsOf(await house.submit([row({ run: { ...run, id: 'RUN-2' } }), row()]));
    const citizen = house.citizen(phone);
    await house.claim(citizen, patient.dateOfBirth);
    await house.issue(ids[0]!, citizen);
    await house.issue(ids[1]!, citizen);
    const hears = 'subscription { resultReleased { id result { id } } }';
    const lab = await house.listen(hears, house.lab);
    const told = await house.listen(hears, citizen);
    const officer = await house.listen(
      'subscription { certificateWithdrawn { certificateHash status } }',
      accountViewer({ roles: ['OFFICER'], checkpointIds: [await newCheckpoint()] }),
    );

    const begun = await recall({ runId: ' RUN-1\u0000 ' });
    expect(begun).toMatchObject({ state: 'PROCESSING', matched: 2_500, withdrawn: 0, reason });
    const later = idsOf(await house.submit([row({ run })]));
    await until(begun.id, ({ withdrawn }) => withdrawn >= 1_000);
    await house.reopen();
    expect(await progress(begun.id)).toMatchObject({ state: 'PROCESSING' });
    expect(await completed(begun.id)).toMatchObject({
      matched: 2_500,
      withdrawn: 2_500,
      qrTokensRevoked: 2,
      completedAt: expect.any(String),
    });

    const statuses = await standing(ids);
    expect(statuses.filter((status) => status === 'ENTERED_IN_ERROR 2')).toHaveLength(2_499);
    expect(statuses.filter((status) => status === 'CANCELLED 2')).toHaveLength(1);
    expect(await standing([...others, ...later])).toEqual(['FINAL 1', 'FINAL 1', 'FINAL 1']);
    const heard = new Set<string>();
    for (let count = 0; count < 2_501; count++) heard.add((await lab.next()).resultReleased.result.id);
    expect(heard).toEqual(new Set([...ids, ...later]));
    expect((await told.next()).resultReleased.result.id).toBe(ids[0]);
    expect((await told.next()).resultReleased.result.id).toBe(ids[1]);
    expect((await officer.next()).certificateWithdrawn.status).toBe('REVOKED');
    for (const stream of [lab, told, officer]) stream.end();
    const leftOpen = await house.database.query(
      `select (select count(*)::int from results.result_hold where result_id = any($1::uuid[])) as held,
              (select count(*)::int from results.case_report
                where result_id = any($1::uuid[]) and withdrawn_at is null) as reported`,
      [ids],
    );
    expect(leftOpen).toEqual([{ held: 0, reported: 0 }]);
    const { testResult } = await house.ask(
      'query ($id: ID!) { testResult(id: $id) { history { version status outcome reason changedBy } } }',
      { id: ids[0] },
      house.lab,
    );
    expect(testResult.history).toEqual([
      { version: 2, status: 'ENTERED_IN_ERROR', outcome: 'DETECTED', reason, changedBy: 'LAB_KEY' },
      { version: 1, status: 'FINAL', outcome: 'DETECTED', reason: null, changedBy: null },
    ]);
  });

  it('tells the phones of the run once a step, and none of what was never shown', async () => {
    const run = { id: 'RUN-3' };
    const shared = '+84907000003';
    const hidden = '+84907000004';
    const on = (phone: string, n: number) => ({ ...row().patient, fullName: `Người ${n}`, phone });
    await house.submit([
      ...[1, 2, 3].map((n) => row({ run, patient: on(shared, n) })),
      row({ run, patient: on(hidden, 4), status: 'PRELIMINARY' }),
    ]);
    // By the events' numbers: the horizon waits for whatever else the server is at.
    const [last] = await house.database.query<{ id: number }>('select max(id)::int as id from events.event');
    await completed((await recall({ runId: 'RUN-3' })).id);
    const written = await house.database.query<{ payload: { phoneIndexes: string[] } }>(
      "select payload from events.event where id > $1 and topic = 'person.notice-due'",
      [last!.id],
    );
    const phones = written.flatMap(({ payload }) => payload.phoneIndexes);
    expect(phones).toEqual([house.citizen(shared).phoneIndex]);
  });

  it('takes instrument and time, and the same result once however many processes are at it', async () => {
    const at = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const on = (hours: number, instrument = 'Abbott 7') =>
      row({ run: { instrument }, specimenCollectedAt: at(50), resultedAt: at(hours) });
    const [early, within, other] = idsOf(await house.submit([on(40), on(30), on(30, 'Abbott 8')]));
    const begun = await recall({ instrument: 'Abbott 7', resultedFrom: at(35), resultedTo: at(25) });
    expect(begun).toMatchObject({ matched: 1 });
    const parts = { orm: house.orm, events: house.events };
    await Promise.all([recallStep(parts), recallStep(parts), recallStep(parts)]);
    expect(await completed(begun.id)).toMatchObject({ withdrawn: 1 });
    expect(await standing([early!])).toEqual(['FINAL 1']);
    expect(await standing([within!])).toEqual(['ENTERED_IN_ERROR 2']);
    expect(await standing([other!])).toEqual(['FINAL 1']);
  });

  it('is a lab’s for itself alone; ADMIN recalls a kit lot at every lab', async () => {
    const run = { kitLot: 'LOT-9', id: 'RUN-9' };
    const [own, foreign] = [
      idsOf(await house.submit([row({ run })])),
      idsOf(await house.submit([row({ run })], { viewer: otherLab() })),
    ];
    expect(await recall({ runId: 'RUN-9' }, otherLab())).toMatchObject({ matched: 0 });
    const labId = (house.lab as { labId: string }).labId;
    expect(await recall({ runId: 'RUN-9', labId }, otherLab())).toMatchObject({ code: 'NOT_FOUND' });
    expect(await recall({ runId: 'RUN-9', labId: 'nonsense' }, house.admin)).toMatchObject({
      code: 'NOT_FOUND',
    });
    for (const viewer of [house.citizen('+84900000000'), accountViewer({ roles: ['OFFICER'] })]) {
      await expect(recall({ runId: 'RUN-9' }, viewer)).rejects.toThrow('may not');
      await expect(progress(randomUUID(), viewer)).rejects.toThrow('may not');
    }
    const { id } = await recall({ kitLot: 'LOT-9' }, house.admin);
    expect(await completed(id)).toMatchObject({ matched: 2, withdrawn: 2 });
    expect(await standing([...own, ...foreign])).toEqual(['ENTERED_IN_ERROR 2', 'ENTERED_IN_ERROR 2']);
    expect(await progress(id, house.lab)).toBeNull();
    const mine = await recall({ kitLot: 'LOT-9' });
    expect(await progress(mine.id, otherLab())).toBeNull();
    const listed = async (viewer: Viewer) =>
      (await house.ask('{ recalls(first: 100) { edges { node { id } } } }', {}, viewer)).recalls.edges.map(
        ({ node }: { node: { id: string } }) => node.id,
      );
    expect(await listed(house.lab)).not.toContain(id);
    expect(await listed(house.admin)).toEqual(expect.arrayContaining([id, mine.id]));
    expect(await listed(otherLab())).toEqual([]);
  });

  it.each([
    ['no criterion', {}, 'runId', 'INVALID_RECALL'],
    ['a run that no row can have', { runId: 'R'.repeat(101) }, 'runId', 'INVALID_RECALL'],
    ['an end alone', { resultedTo: '2021-07-01T00:00:00Z' }, 'runId', 'INVALID_RECALL'],
    [
      'an end before its beginning',
      { resultedFrom: '2021-07-02T00:00:00Z', resultedTo: '2021-07-01T00:00:00Z' },
      'resultedTo',
      'INVALID_RECALL',
    ],
    ['a blank reason', { runId: 'R', reason: '  ' }, 'reason', 'REASON_REQUIRED'],
  ])('is refused with %s, and the error names the field', async (_, input, field, code) => {
    expect(await recall(input)).toMatchObject({ code, path: ['input', field], message: expect.any(String) });
  });

  it('of every lab needs a kit lot', async () => {
    expect(await recall({ runId: 'R' }, house.admin)).toMatchObject({ path: ['input', 'kitLot'] });
  });
});
