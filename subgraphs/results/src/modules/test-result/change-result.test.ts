import { randomUUID } from 'node:crypto';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

describe('a result that is changed', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const fields = `{ __typename ... on TestResult { status outcome version history { version status outcome reason } }
    ... on InvalidTransitionError { code status message } ... on InvalidChangeError { code path message }
    ... on NotFoundError { code } }`;
  const correct = async (input: object, viewer = house.lab) =>
    (
      await house.ask(
        `mutation ($input: CorrectResultInput!) { correctResult(input: $input) ${fields} }`,
        { input },
        viewer,
      )
    ).correctResult;
  const cancel = async (input: object, viewer = house.lab) =>
    (
      await house.ask(
        `mutation ($input: CancelResultInput!) { cancelResult(input: $input) ${fields} }`,
        { input },
        viewer,
      )
    ).cancelResult;
  const submitted = async (given: Parameters<typeof row>[0] = {}) =>
    (await house.submit([row(given)])).rows[0].resultId as string;

  it('is corrected with its history, as often as needed, and then withdrawn for good', async () => {
    const resultId = await submitted();
    expect(await correct({ resultId, outcome: 'DETECTED', reason: 'Mixed up wells' })).toEqual({
      __typename: 'TestResult',
      status: 'CORRECTED',
      outcome: 'DETECTED',
      version: 2,
      history: [
        { version: 2, status: 'CORRECTED', outcome: 'DETECTED', reason: 'Mixed up wells' },
        { version: 1, status: 'FINAL', outcome: 'NOT_DETECTED', reason: null },
      ],
    });
    expect(await correct({ resultId, outcome: 'INCONCLUSIVE', reason: 'Again' })).toMatchObject({
      version: 3,
    });
    expect(await cancel({ resultId, reason: 'Wrong patient' })).toMatchObject({
      status: 'ENTERED_IN_ERROR',
      version: 4,
    });
    expect(await correct({ resultId, outcome: 'DETECTED', reason: 'Too late' })).toMatchObject({
      code: 'INVALID_TRANSITION',
      status: 'ENTERED_IN_ERROR',
    });
    expect(await cancel({ resultId, reason: 'Twice' })).toMatchObject({ code: 'INVALID_TRANSITION' });
  });

  it('is cancelled when it never was final', async () => {
    const resultId = await submitted({ status: 'PRELIMINARY' });
    expect(await cancel({ resultId, reason: 'Leaking tube' })).toMatchObject({ status: 'CANCELLED' });
  });

  it('is corrected in whatever does not say whose it is and which, and its history keeps what it said', async () => {
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const [before, after] = [hoursAgo(20), hoursAgo(30)];
    const resultId = await submitted({ specimenCollectedAt: before, run: { id: 'R-1', instrument: 'I-1' } });
    const staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: house.labId });
    const run = { id: 'R-2' };
    await correct(
      { resultId, specimenCollectedAt: after, testName: 'RT-PCR  mới', run, reason: ' Two\ntubes ' },
      staff as never,
    );
    const { testResult } = await house.ask(
      `query ($id: ID!) { testResult(id: $id) { outcome specimenCollectedAt test { name } run { id instrument }
         history { version reason changedBy specimenCollectedAt testName } } }`,
      { id: resultId },
      house.lab,
    );
    expect(testResult).toMatchObject({
      outcome: 'NOT_DETECTED',
      specimenCollectedAt: after,
      test: { name: 'RT-PCR mới' },
      run: { id: 'R-2', instrument: 'I-1' },
      history: [
        { version: 2, reason: 'Two tubes', changedBy: 'LAB_STAFF', specimenCollectedAt: after },
        { version: 1, reason: null, changedBy: null, specimenCollectedAt: before },
      ],
    });
  });

  it.each([
    ['reason', { reason: ' \n ' }, 'REASON_REQUIRED'],
    ['resultedAt', { resultedAt: '2020-01-01T00:00:00Z' }, 'INVALID_CHANGE'],
    ['specimenCollectedAt', { specimenCollectedAt: '2999-01-01T00:00:00Z' }, 'INVALID_CHANGE'],
    ['disease', { disease: '6142004' }, 'INVALID_CHANGE'],
    ['testName', { testName: 'x'.repeat(151) }, 'INVALID_CHANGE'],
    ['run.kitLot', { run: { kitLot: ' ' } }, 'INVALID_CHANGE'],
  ])('is not corrected with a wrong %s, and the error names it', async (path, input, code) => {
    const resultId = await submitted();
    const answer = await correct({ resultId, outcome: 'DETECTED', reason: 'Mixed up wells', ...input });
    expect(answer).toMatchObject({ code, path: ['input', ...path.split('.')] });
    expect(JSON.stringify(answer)).not.toContain('2999');
    expect(await cancel({ resultId, reason: '' })).toMatchObject({ code: 'REASON_REQUIRED' });
    const versions = await house.database.query('select version from results.test_result where id = $1', [
      resultId,
    ]);
    expect(versions).toEqual([{ version: 1 }]);
  });

  it('cannot be corrected without an outcome when it never had one', async () => {
    const resultId = await submitted({ status: 'REGISTERED', outcome: null });
    expect(await correct({ resultId, reason: 'Late' })).toMatchObject({ path: ['input', 'outcome'] });
    expect(await correct({ resultId, outcome: 'DETECTED', reason: 'Late' })).toMatchObject({ version: 2 });
  });

  it('is its own lab’s alone', async () => {
    const resultId = await submitted();
    const foreign = { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' } as const;
    expect(await correct({ resultId, outcome: 'DETECTED', reason: 'x' }, foreign)).toEqual({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
    });
    expect(await cancel({ resultId: 'nonsense', reason: 'x' })).toMatchObject({ code: 'NOT_FOUND' });
    await expect(cancel({ resultId, reason: 'x' }, house.citizen('+84900000000') as never)).rejects.toThrow(
      'may not',
    );
  });

  it('tells its citizen: the event, and no outcome that was withdrawn', async () => {
    const resultId = await submitted();
    await cancel({ resultId, reason: 'Wrong patient' });
    const events = await house.database.query<{ version: number }>(
      "select (payload->>'version')::int as version from events.event where topic = 'test-result.released' and payload->>'resultId' = $1 order by event.id",
      [resultId],
    );
    expect(events.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('tells how long the first release took, and nothing of it where a result was shown before', async () => {
    const specimenCollectedAt = new Date(Date.now() - 7_200_000).toISOString();
    const sent = row({ specimenCollectedAt, resultedAt: undefined, status: 'PRELIMINARY' });
    const waited = (await house.submit([sent])).rows[0].resultId as string;
    const delaysOf = async (resultId: string) =>
      (
        await house.database.query<{ delay: number | null }>(
          "select (payload->>'delaySeconds')::int as delay from events.event where topic = 'test-result.released' and payload->>'resultId' = $1 order by event.id",
          [resultId],
        )
      ).map(({ delay }) => delay);
    expect(await delaysOf(waited)).toEqual([]);
    await house.submit([{ ...sent, status: 'FINAL' }]);
    expect(await delaysOf(waited)).toEqual([expect.any(Number)]);
    const shown = await submitted({ specimenCollectedAt, resultedAt: undefined });
    await correct({ resultId: shown, outcome: 'DETECTED', reason: 'Mixed up wells' });
    const [first, ...later] = await delaysOf(shown);
    expect(first).toBeGreaterThanOrEqual(7_200);
    expect(first).toBeLessThan(7_300);
    expect(later).toEqual([null]);
  });

  it('opens the case report and the reflex order that its later version asks for', async () => {
    const resultId = await submitted();
    await correct({ resultId, outcome: 'DETECTED', reason: 'Mixed up wells' });
    const pool = await submitted({ specimen: { kind: 'POOL' } });
    await correct({ resultId: pool, outcome: 'DETECTED', reason: 'Mixed up wells' });
    const screening = row({ specimen: { purpose: 'SCREENING' }, status: 'REGISTERED', outcome: 'DETECTED' });
    const { rows } = await house.submit([screening, { ...screening, status: 'FINAL' }]);
    const opened = async (table: string) =>
      (await house.database.query<{ id: string }>(`select result_id as id from results.${table}`)).map(
        ({ id }) => id,
      );
    expect(await opened('case_report')).toContain(resultId);
    expect(await opened('case_report')).not.toContain(pool);
    expect(await opened('reflex_order')).toEqual(expect.arrayContaining([pool, rows[1].resultId]));
    const [shown] = await house.database.query<{ released_at: string | null }>(
      'select released_at from results.test_result where id = $1',
      [pool],
    );
    expect(shown!.released_at).toBeNull();
  });

  it('does not correct what waits for its confirmation: no final could follow it', async () => {
    const screening = row({ specimen: { purpose: 'SCREENING' }, outcome: 'DETECTED' });
    const { rows } = await house.submit([screening]);
    const [{ resultId }] = rows;
    expect(await correct({ resultId, outcome: 'DETECTED', reason: 'Another time' })).toMatchObject({
      code: 'INVALID_TRANSITION',
    });
    const confirmed = { ...screening, specimen: { purpose: 'CONFIRMATORY' } };
    expect((await house.submit([confirmed])).rows[0]).toMatchObject({ status: 'ACCEPTED', resultId });
  });

  it('tells of a phone that comes with a later version: its holder hears of the result', async () => {
    const patient = { fullName: 'Lê Thị Muộn', dateOfBirth: '1971-02-03', sex: 'FEMALE' };
    const first = row({ patient, status: 'PRELIMINARY' });
    const { rows } = await house.submit([first]);
    const final = { ...first, status: 'FINAL', patient: { ...patient, phone: '+84912000777' } };
    expect((await house.submit([final])).accepted).toBe(1);
    const told = await house.database.query<{ topic: string; payload: { phoneIndexes?: string[] } }>(
      "select topic, payload from events.event where payload->>'resultId' = $1 or topic = 'person.phone-reported' order by id desc limit 2",
      [rows[0].resultId],
    );
    const released = told.find(({ topic }) => topic === 'test-result.released');
    expect(released!.payload.phoneIndexes).toHaveLength(1);
    expect(told.map(({ topic }) => topic)).toContain('person.phone-reported');
  });
});
