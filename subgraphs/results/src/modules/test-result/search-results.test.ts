import { randomUUID } from 'node:crypto';
import type { Viewer } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

describe("a lab's own results", () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const found = async (filter: object, viewer = house.lab, page: object = {}) => {
    const { testResults } = await house.ask(
      `query ($filter: TestResultFilter, $first: Int, $after: String) {
         testResults(filter: $filter, first: $first, after: $after) {
           edges { node { id accessionNumber } } pageInfo { hasNextPage endCursor } } }`,
      { filter, ...page },
      viewer,
    );
    return testResults;
  };
  const numbers = async (filter: object) =>
    (await found(filter)).edges.map(
      (edge: { node: { accessionNumber: string } }) => edge.node.accessionNumber,
    );
  const one = async (id: string, viewer = house.lab) =>
    (
      await house.ask(
        `query ($id: ID!) { testResult(id: $id) { id accessionNumber outcome run { id instrument kitLot }
           patient { fullName dateOfBirth sex maskedNationalId maskedPhone } hold { mode isOverdue } } }`,
        { id },
        viewer,
      )
    ).testResult;

  it('are found by accession number, status, run, kit lot and day, page by page, newest first', async () => {
    const run = { id: `R-${randomUUID()}`, instrument: 'Cobas 1', kitLot: `K-${randomUUID()}` };
    const sent = [
      row({ accessionNumber: 'Số 1', run }),
      row({ accessionNumber: 'Số 2', run, status: 'PRELIMINARY' }),
      row({ accessionNumber: 'Số 3', run: { kitLot: run.kitLot } }),
    ];
    await house.submit(sent);
    await house.submit([row({ accessionNumber: 'Số 1' })], {
      viewer: { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' },
    });
    expect(await numbers({ accessionNumber: ' Số  1'.normalize('NFD') })).toEqual(['Số 1']);
    expect(await numbers({ accessionNumber: '\u0000Số 1' })).toEqual(['Số 1']);
    expect(await numbers({ runId: run.id })).toEqual(['Số 2', 'Số 1']);
    expect(await numbers({ kitLot: run.kitLot })).toEqual(['Số 3', 'Số 2', 'Số 1']);
    expect(await numbers({ kitLot: run.kitLot, statuses: ['PRELIMINARY'] })).toEqual(['Số 2']);
    const { specimenCollectedAt } = sent[0]!;
    const dayAfter = new Date(Date.parse(specimenCollectedAt!) + 86_400_000).toISOString();
    expect(await numbers({ runId: run.id, collectedFrom: dayAfter })).toEqual([]);
    expect(await numbers({ runId: run.id, collectedTo: dayAfter })).toEqual(['Số 2', 'Số 1']);
    const first = await found({ kitLot: run.kitLot }, house.lab, { first: 2 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const next = await found({ kitLot: run.kitLot }, house.lab, { after: first.pageInfo.endCursor });
    expect(next).toMatchObject({
      edges: [{ node: { accessionNumber: 'Số 1' } }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('show the patient, its numbers masked, to the lab’s staff and to no key that only submits', async () => {
    const patient = {
      fullName: 'Đỗ Thị Sâm',
      dateOfBirth: '1988-02-09',
      sex: 'FEMALE',
      phone: '+84905111222',
      nationalId: '001188000045',
    };
    const run = { id: 'R-9', instrument: 'Cobas 2', kitLot: 'K-9' };
    const { rows } = await house.submit([row({ patient, run })]);
    const staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: house.labId });
    expect(await one(rows[0].resultId, staff)).toMatchObject({
      run,
      hold: null,
      patient: {
        fullName: 'Đỗ Thị Sâm',
        dateOfBirth: '1988-02-09',
        sex: 'FEMALE',
        maskedNationalId: '••• 045',
        maskedPhone: '+84 ••• ••• 222',
      },
    });
    expect(await one(rows[0].resultId)).toMatchObject({ run, patient: null });
    const reading = { ...house.lab, access: 'SUBMIT_AND_READ' } as Viewer;
    expect(await one(rows[0].resultId, reading)).toMatchObject({ patient: { maskedNationalId: '••• 045' } });
  });

  it('show why a disease without a policy waits', async () => {
    const { rows } = await house.submit([row({ test: { code: '92142-9' } })]);
    expect((await one(rows[0].resultId)).hold).toEqual({ mode: 'WITHOUT_POLICY', isOverdue: false });
  });

  it('are read by nobody else: another lab, another’s staff, a citizen, an officer', async () => {
    const phone = '+84905333444';
    const { rows } = await house.submit([row({ patient: { ...row().patient, phone } })]);
    const foreign = { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' } as const;
    const { resultId } = rows[0];
    expect(await one(resultId, foreign)).toBeNull();
    expect(await one(resultId, accountViewer({ roles: ['LAB_STAFF'], labId: randomUUID() }))).toBeNull();
    expect(await one(resultId, house.citizen(phone))).toBeNull();
    expect(await one('nonsense')).toBeNull();
    expect((await found({}, foreign)).edges).toEqual([]);
    await expect(found({}, house.citizen(phone) as never)).rejects.toThrow('may not');
    await expect(found({}, accountViewer({ roles: ['OFFICER'] }) as never)).rejects.toThrow('may not');
    await expect(one(resultId, accountViewer({ roles: ['OFFICER'] }) as never)).rejects.toThrow('may not');
  });
});
