import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse, row } from '../../testing/results-house.js';

describe('submitResults', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const count = async (table: string) =>
    Number(
      (await house.database.query<{ n: string }>(`select count(*)::text as n from results.${table}`))[0]!.n,
    );

  it('keeps the good rows and names what is wrong with each bad one', async () => {
    const hour = 3_600_000;
    const name = 'ă'.repeat(300);
    const receipt = await house.submit([
      row(),
      row({ test: { code: '94500-7' } }),
      row({ patient: { ...row().patient, dateOfBirth: '1990-02-30' } }),
      row({ patient: { ...row().patient, dateOfBirth: '2990-02-28' } }),
      row({ specimenCollectedAt: new Date(Date.now() + 2 * hour).toISOString(), resultedAt: null }),
      row({ specimenCollectedAt: '2021-07-12T09:30:00' }),
      { accessionNumber: '  ', patient: {}, test: { code: null } },
      row({ patient: { ...row().patient, fullName: name } }),
      row({ outcome: 'MAYBE' }),
      row({ patient: { ...row().patient, dateOfBirth: '111970' } }),
      row({ status: 'FINISHED' }),
      row(),
    ]);
    expect(receipt).toMatchObject({
      state: 'COMPLETE',
      rowCount: 12,
      accepted: 2,
      duplicates: 0,
      rejected: 10,
    });
    const problems = receipt.rows.map((outcome: { problems: { field: string; code: string }[] }) =>
      outcome.problems.map(({ field, code }) => `${field} ${code}`).join(),
    );
    expect(problems).toEqual([
      '',
      'test.code INVALID_TEST_CODE',
      'patient.dateOfBirth INVALID_DATE',
      'patient.dateOfBirth IMPOSSIBLE_BIRTH_DATE',
      'specimenCollectedAt TIME_IN_FUTURE',
      'specimenCollectedAt TIME_WITHOUT_OFFSET',
      ' BLANK_ROW',
      'patient.fullName TOO_LONG',
      'outcome INVALID_OUTCOME',
      'patient.dateOfBirth INVALID_DATE',
      'status INVALID_STATUS',
      '',
    ]);
    for (const { status, problems: found } of receipt.rows) {
      expect(status === 'REJECTED').toBe(found.length > 0);
      for (const { message, hint } of found) expect(message && hint).toBeTruthy();
    }
    expect(JSON.stringify(receipt.rows)).not.toContain('ăă');
    expect(JSON.stringify(receipt.rows)).not.toContain('111970');
  });

  it('gives the same receipt for the same key and body, and refuses another body', async () => {
    const key = randomUUID();
    const rows = [row(), row()];
    const first = await house.submit(rows, { key });
    expect(await house.submit(rows, { key })).toEqual(first);
    expect(await house.submit([row()], { key })).toMatchObject({
      __typename: 'IdempotencyConflictError',
      code: 'IDEMPOTENCY_CONFLICT',
    });
    const other = { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' } as const;
    expect(await house.submit([row()], { key, viewer: other })).toMatchObject({ accepted: 1 });
  });

  it('stores rows once when the same submission is sent many times at once', async () => {
    const key = randomUUID();
    const rows = Array.from({ length: 40 }, () => row());
    const before = await count('test_result');
    const receipts = await Promise.all(Array.from({ length: 8 }, () => house.submit(rows, { key })));
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
    expect(receipts.every(({ accepted }) => accepted === 40)).toBe(true);
    expect((await count('test_result')) - before).toBe(40);
  });

  it('stores rows and people once when two submissions carry the same rows at once', async () => {
    const rows = Array.from({ length: 60 }, (_, n) =>
      row({
        patient: {
          fullName: `Trần Văn ${n % 7}`,
          dateOfBirth: '1980-01-01',
          sex: 'MALE',
          phone: '+84911111111',
        },
      }),
    );
    const [people, results] = [await count('person'), await count('test_result')];
    const receipts = await Promise.all([
      house.submit(rows),
      house.submit([...rows].reverse()),
      house.submit(rows),
    ]);
    expect(receipts.map(({ accepted }) => accepted).sort((a, b) => a - b)).toEqual([0, 0, 60]);
    expect(receipts.map(({ duplicates }) => duplicates).sort((a, b) => a - b)).toEqual([0, 60, 60]);
    expect((await count('test_result')) - results).toBe(60);
    expect((await count('person')) - people).toBe(7);
  });

  it('tells duplicates, later statuses, conflicts and another patient apart', async () => {
    const first = row({ status: 'PRELIMINARY', outcome: 'INCONCLUSIVE' });
    const final = { ...first, status: 'FINAL', outcome: 'NOT_DETECTED' };
    const { rows } = await house.submit([
      first,
      first,
      final,
      { ...final, outcome: 'DETECTED' },
      { ...final, status: 'PRELIMINARY' },
      { ...final, patient: { ...final.patient, fullName: 'Lê Văn Khác' }, status: 'CORRECTED' },
      { ...final, status: 'CORRECTED', outcome: 'DETECTED' },
      { ...final, status: 'CORRECTED', outcome: 'INCONCLUSIVE' },
    ]);
    const told = rows.map((outcome: { status: string; problems: { code: string }[] }) =>
      [outcome.status, ...outcome.problems.map(({ code }) => code)].join(' '),
    );
    expect(told).toEqual([
      'ACCEPTED',
      'DUPLICATE',
      'ACCEPTED',
      'REJECTED CONFLICTS_WITH_EARLIER_ROW',
      'REJECTED STATUS_CANNOT_FOLLOW',
      'REJECTED OTHER_PATIENT',
      'ACCEPTED',
      'REJECTED CONFLICTS_WITH_EARLIER_ROW',
    ]);
    expect(new Set(rows.flatMap(({ resultId }: { resultId: string | null }) => resultId ?? [])).size).toBe(1);
    const { submission } = await house.ask(
      'query ($id: ID!) { submission(id: $id) { rows(status: REJECTED) { index } } }',
      {
        id: (await house.submit([row({ outcome: 'NO' }), row()])).id,
      },
      house.lab,
    );
    expect(submission.rows).toEqual([{ index: 0 }]);
  });

  it('takes 1 to 1,000 rows, and stores nothing of more', async () => {
    const before = await count('test_result');
    const many = Array.from({ length: 1_001 }, () => row());
    expect(await house.submit(many)).toMatchObject({ __typename: 'TooManyRowsError', code: 'ROW_COUNT' });
    expect(await house.submit([])).toMatchObject({ __typename: 'TooManyRowsError' });
    expect(await count('test_result')).toBe(before);
    expect(await house.submit(many.slice(0, 1_000))).toMatchObject({ accepted: 1_000 });
  });

  it('is for labs alone, and shows a submission to its own lab alone', async () => {
    await expect(house.submit([row()], { viewer: house.citizen('+84900000000') })).rejects.toThrow('may not');
    await expect(house.submit([row()], { viewer: { kind: 'anonymous' } })).rejects.toThrow('Sign in');
    const { id } = await house.submit([row()]);
    const foreign = { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' } as const;
    const query = 'query ($id: ID!) { submission(id: $id) { id } }';
    expect(await house.ask(query, { id }, house.lab)).toEqual({ submission: { id } });
    expect(await house.ask(query, { id }, foreign)).toEqual({ submission: null });
    expect(await house.ask(query, { id: 'not-an-id' }, house.lab)).toEqual({ submission: null });
  });

  it('holds a detected pool and a detected screening test back, and asks for a second test', async () => {
    const before = await count('reflex_order');
    const { rows } = await house.submit([
      row({ specimen: { kind: 'POOL' }, outcome: 'DETECTED' }),
      row({ specimen: { purpose: 'SCREENING' }, outcome: 'DETECTED' }),
      row({ specimen: { purpose: 'CONFIRMATORY' }, outcome: 'DETECTED' }),
    ]);
    const stored = await house.database.query<{ status: string; shown: boolean }>(
      'select status, released_at is not null as shown from results.test_result where id = any($1::uuid[]) order by id',
      [rows.map(({ resultId }: { resultId: string }) => resultId)],
    );
    expect(stored).toEqual([
      { status: 'PRELIMINARY', shown: false },
      { status: 'PRELIMINARY', shown: false },
      { status: 'FINAL', shown: true },
    ]);
    expect((await count('reflex_order')) - before).toBe(2);
  });

  it('commits the notice to the authority with a detected case', async () => {
    const { rows } = await house.submit([row({ outcome: 'DETECTED' }), row()]);
    const reports = await house.database.query<{ result_id: string }>(
      'select result_id from results.case_report where result_id = any($1::uuid[])',
      [rows.map(({ resultId }: { resultId: string }) => resultId)],
    );
    expect(reports).toEqual([{ result_id: rows[0].resultId }]);
  });

  it('lets a disease without a policy wait for a person', async () => {
    const { rows } = await house.submit([row({ test: { code: '92142-9' } })]);
    const [stored] = await house.database.query<{ released_at: string | null }>(
      'select released_at from results.test_result where id = $1',
      [rows[0].resultId],
    );
    expect(stored!.released_at).toBeNull();
  });

  it('seals the patient and puts no personal value into events', async () => {
    const patient = {
      fullName: 'Đặng Thùy Bí Mật',
      dateOfBirth: '1977-07-17',
      sex: 'FEMALE',
      phone: '+84977777777',
      nationalId: '001177000017',
    };
    await house.submit([row({ patient })]);
    const dump = JSON.stringify([
      await house.database.query('select payload from events.event'),
      await house.database.query("select encode(patient, 'escape') as patient from results.test_result"),
      await house.database.query(
        "select encode(full_name, 'escape') as n, encode(date_of_birth, 'escape') as d from results.person",
      ),
      await house.database.query('select problems, accession_number from results.submission_row'),
    ]);
    for (const secret of ['Bí Mật', '1977-07-17', '+84977777777', '977777777', '001177000017'])
      expect(dump).not.toContain(secret);
  });
});
