import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';
import { judgeAgainstStore } from './judge-against-store.js';
import { judgeRow } from './judge-row.js';
import { storeResults } from './store-results.js';
import type { TestResultInput } from './test-result.input.js';

type Told = { status: string; duplicateOf?: number | null; code?: string };

describe('rows judged against the store', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const settings = () => ({ now: new Date(), country: 'VN' });
  const tell = ({ status, duplicateOf, code }: Told) =>
    [status, code, duplicateOf ?? ''].filter((word) => word !== undefined && word !== '').join(' ');

  /** What would be answered, and then what is: the two must agree. */
  const stored = async (rows: (TestResultInput & { finalisesStored?: boolean })[]) => {
    const judged = rows.flatMap(({ finalisesStored, ...input }, index) => {
      const { result, problems } = judgeRow(input, settings(), { finalisesStored });
      if (!result) throw new Error(JSON.stringify(problems));
      return [{ index, result }];
    });
    const foreseen = await judgeAgainstStore(house.database.query, house.labId, judged);
    const { query } = house.database;
    const storing = {
      query,
      outbox: () => undefined,
      labId: house.labId,
      submissionId: null,
      accessor: null,
      now: new Date(),
    };
    const done = await storeResults(storing, judged);
    const answers = judged.map(({ index }) => tell(done.get(index)! as Told));
    expect(judged.map(({ index }) => tell(foreseen.get(index)! as Told))).toEqual(answers);
    return { answers, ids: judged.map(({ index }) => done.get(index)!.resultId) };
  };
  const now = async (id: string | null | undefined) => {
    const [found] = await house.database.query<{ status: string; outcome: string | null; version: number }>(
      'select status, outcome, version from results.test_result where id = $1',
      [id],
    );
    return found;
  };

  it('tells what repeats an earlier row of the submission from what is stored already', async () => {
    const [a, b] = [row(), row()];
    await stored([b]);
    expect(
      (await stored([a, b, a, { ...a, outcome: 'DETECTED' }, b, { ...b, outcome: 'DETECTED' }])).answers,
    ).toEqual([
      'ACCEPTED',
      'DUPLICATE',
      'DUPLICATE 0',
      'REJECTED CONFLICTS_WITH_EARLIER_ROW 0',
      'DUPLICATE 1',
      'REJECTED CONFLICTS_WITH_EARLIER_ROW 1',
    ]);
    expect((await stored([{ ...a, outcome: 'DETECTED' }])).answers).toEqual([
      'REJECTED CONFLICTS_WITH_STORED',
    ]);
  });

  it('names every field in which a row disagrees with what is stored, or with an earlier row', async () => {
    const original = row({ run: { id: 'R1', kitLot: 'LOT-1' } });
    const other = {
      ...original,
      run: { id: 'R1', kitLot: 'LOT-2' },
      patient: { ...original.patient, phone: '+84912000123' },
    };
    const fields = async (...rows: TestResultInput[]) =>
      (await house.submit(rows)).rows.map(({ problems }: { problems: { field: string }[] }) =>
        problems.map(({ field }) => field),
      );
    expect(await fields(original, other)).toEqual([[], ['run.kitLot', 'patient.phone']]);
    expect(await fields({ ...other, outcome: 'DETECTED' })).toEqual([
      ['outcome', 'run.kitLot', 'patient.phone'],
    ]);
    expect(await fields({ ...original, status: 'CORRECTED', outcome: 'DETECTED' })).toEqual([[]]);
    expect(await fields({ ...original, status: 'CORRECTED', outcome: 'INCONCLUSIVE' })).toEqual([
      ['outcome'],
    ]);
  });

  it('takes an original row for a duplicate after its correction, but tells of one that was withdrawn', async () => {
    const original = row();
    const corrected = { ...original, status: 'CORRECTED', outcome: 'DETECTED' };
    await stored([original, corrected]);
    expect((await stored([original])).answers).toEqual(['DUPLICATE']);
    expect((await stored([original, corrected])).answers).toEqual(['DUPLICATE', 'DUPLICATE']);
    expect((await stored([{ ...original, outcome: 'INCONCLUSIVE' }])).answers).toEqual([
      'REJECTED STATUS_CANNOT_FOLLOW',
    ]);
    await stored([{ ...original, status: 'CANCELLED' }]);
    expect((await stored([original])).answers).toEqual(['REJECTED STATUS_CANNOT_FOLLOW']);
  });

  it('makes a stored outcome final without its being sent again (OBX-11 U)', async () => {
    const { accessionNumber, test, patient } = row();
    const open = { ...row(), accessionNumber, test, patient, status: 'PRELIMINARY', outcome: 'DETECTED' };
    const final = { accessionNumber, test, patient, status: 'FINAL', finalisesStored: true };
    const { ids } = await stored([open]);
    expect((await stored([final])).answers).toEqual(['ACCEPTED']);
    expect(await now(ids[0])).toEqual({ status: 'FINAL', outcome: 'DETECTED', version: 2 });
    expect((await stored([final])).answers).toEqual(['DUPLICATE']);
    const other = { ...final, patient: { ...patient, fullName: 'Lê Văn Khác' } };
    expect((await stored([other])).answers).toEqual(['REJECTED OTHER_PATIENT']);
    const unknown = { ...final, accessionNumber: randomUUID() };
    const registered = row({ status: 'REGISTERED', outcome: null });
    const { answers } = await stored([
      unknown,
      registered,
      { ...final, accessionNumber: registered.accessionNumber!, patient: null },
    ]);
    expect(answers).toEqual(['REJECTED NOTHING_TO_FINALISE', 'ACCEPTED', 'REJECTED NOTHING_TO_FINALISE 1']);
  });

  it('withdraws a stored result as cancelResult does, and needs no facts for it', async () => {
    const [final, open] = [row({ outcome: 'DETECTED' }), row({ status: 'PRELIMINARY' })];
    const { ids } = await stored([final, open]);
    const bare = ({ accessionNumber, test }: TestResultInput, status: string) => ({
      ...{ accessionNumber, test, status },
    });
    expect((await stored([bare(final, 'CANCELLED'), bare(open, 'CANCELLED')])).answers).toEqual([
      'ACCEPTED',
      'ACCEPTED',
    ]);
    expect(await now(ids[0])).toEqual({ status: 'ENTERED_IN_ERROR', outcome: 'DETECTED', version: 2 });
    expect(await now(ids[1])).toEqual({ status: 'CANCELLED', outcome: 'NOT_DETECTED', version: 2 });
    expect((await stored([bare(final, 'ENTERED_IN_ERROR')])).answers).toEqual(['DUPLICATE']);
    expect((await stored([bare(row(), 'CANCELLED')])).answers).toEqual(['REJECTED NOTHING_TO_WITHDRAW']);
    const other = { ...final, status: 'CANCELLED', patient: { ...final.patient, fullName: 'Lê Văn Khác' } };
    expect((await stored([other])).answers).toEqual(['REJECTED OTHER_PATIENT']);
  });

  it('stores later versions together, and two of one result one after the other', async () => {
    const [a, b, c] = [row(), row(), row({ status: 'PRELIMINARY' })];
    const { ids } = await stored([a, b, c]);
    const corrected = (sent: TestResultInput) => ({ ...sent, status: 'CORRECTED', outcome: 'DETECTED' });
    const amended = { ...a, status: 'AMENDED', outcome: 'INCONCLUSIVE' };
    const { answers } = await stored([
      corrected(a),
      corrected(b),
      amended,
      { ...c, status: 'FINAL' },
      corrected(b),
      amended,
    ]);
    expect(answers).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'DUPLICATE 1', 'DUPLICATE 2']);
    expect(await now(ids[0])).toEqual({ status: 'AMENDED', outcome: 'INCONCLUSIVE', version: 3 });
    expect(await now(ids[1])).toEqual({ status: 'CORRECTED', outcome: 'DETECTED', version: 2 });
    expect(await now(ids[2])).toEqual({ status: 'FINAL', outcome: 'NOT_DETECTED', version: 2 });
    const history = await house.database.query(
      'select version, status, outcome from results.test_result_version where result_id = $1 order by version',
      [ids[0]],
    );
    expect(history).toEqual([
      { version: 1, status: 'FINAL', outcome: 'NOT_DETECTED' },
      { version: 2, status: 'CORRECTED', outcome: 'DETECTED' },
    ]);
  });

  it.each([
    ['REGISTERED', 'CORRECTED', 'ACCEPTED'],
    ['PARTIAL', 'APPENDED', 'ACCEPTED'],
    ['PRELIMINARY', 'AMENDED', 'ACCEPTED'],
    ['CORRECTED', 'AMENDED', 'ACCEPTED'],
    ['CORRECTED', 'APPENDED', 'ACCEPTED'],
    ['FINAL', 'PRELIMINARY', 'REJECTED STATUS_CANNOT_FOLLOW'],
    ['PRELIMINARY', 'REGISTERED', 'REJECTED STATUS_CANNOT_FOLLOW'],
    ['APPENDED', 'FINAL', 'REJECTED STATUS_CANNOT_FOLLOW'],
  ])('lets %s be followed by %s: %s', async (status, next, answer) => {
    const sent = row({ status });
    await stored([sent]);
    expect((await stored([{ ...sent, status: next }])).answers).toEqual([answer]);
  });
});
