import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

describe('a result that is changed', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const fields = `{ __typename ... on TestResult { status outcome version history { version status outcome reason } }
    ... on InvalidTransitionError { code status message } ... on NotFoundError { code } }`;
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

  it('is its own lab’s alone', async () => {
    const resultId = await submitted();
    const foreign = { kind: 'lab', labId: randomUUID(), keyId: randomUUID() } as const;
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
});
