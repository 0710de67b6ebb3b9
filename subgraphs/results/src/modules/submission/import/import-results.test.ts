import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Viewer } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResultsHouse } from '../../../testing/results-house.js';
import { endSubmissions } from '../../retention/retention.js';

const labInput = (path: string) =>
  readFileSync(new URL(`../../../../fixtures/lab-inputs/${path}`, import.meta.url), 'utf8');
const columns = 'accessionNumber,patient.fullName,patient.dateOfBirth,test.code,specimenCollectedAt,outcome';
const receiptFields = `id state format rowCount accepted duplicates rejected idempotencyKey
  rows { index line accessionNumber status resultId duplicateOf problems { field code message hint } }`;

describe('importResults', () => {
  let house: ResultsHouse;
  beforeAll(async () => {
    house = await ResultsHouse.open();
  });
  afterAll(() => house.close());

  const importCsv = (content: string, options: object | null = null, viewer: Viewer = house.lab) =>
    importAs('CSV', content, options, viewer);
  const importAs = async (format: string, content: string, options: object | null, viewer: Viewer) => {
    const { importResults } = await house.ask(
      `mutation ($input: ImportResultsInput!) { importResults(input: $input) { __typename
         ... on SubmissionReceipt { ${receiptFields} }
         ... on UserError { code message } ... on UnreadableFileError { line } } }`,
      { input: { idempotencyKey: randomUUID(), format, content, options } },
      viewer,
    );
    return importResults;
  };
  const preview = async (content: string, options: object | null = null, viewer: Viewer = house.lab) => {
    const { previewImport } = await house.ask(
      `mutation ($input: PreviewImportInput!) { previewImport(input: $input) { __typename
         ... on ImportPreview { rowCount accepted duplicates rejected
           rows { index line accessionNumber status resultId duplicateOf problems { field code }
             result { accessionNumber outcome specimenCollectedAt patient { fullName dateOfBirth } test { code } } } }
         ... on UserError { code } } }`,
      { input: { format: 'CSV', content, options } },
      viewer,
    );
    return previewImport;
  };
  const corrections = async (id: string, rows: string, viewer: Viewer = house.lab) => {
    const { submission } = await house.ask(
      `query ($id: ID!, $rows: CorrectionRows!) { submission(id: $id) { correctionFile(rows: $rows) { fileName content availableUntil } } }`,
      { id, rows },
      viewer,
    );
    return submission?.correctionFile ?? null;
  };
  const line = (accession: string, given: { name?: string; born?: string; outcome?: string } = {}) =>
    [
      accession,
      given.name ?? 'Lê Hoa',
      given.born ?? '1990-03-14',
      '94500-6',
      '2026-07-12T09:30:00+07:00',
      given.outcome ?? 'âm tính',
    ].join(',');
  const accession = () => `I-${randomUUID().slice(0, 13)}`;

  it('keeps every good row of a file whose quotes are broken, and names the line of each bad one', async () => {
    const [a, b, c, d] = [accession(), accession(), accession(), accession()];
    const receipt = await importCsv(
      [
        columns,
        line(a),
        line(b, { name: '"Lê Hoa' }),
        '',
        line(c, { name: '"Trần, ""Bé"""' }),
        ',,,,,',
        line(d),
      ].join('\r\n'),
    );
    expect(receipt).toMatchObject({
      rowCount: 4,
      accepted: 3,
      rejected: 1,
      format: 'CSV',
      state: 'COMPLETE',
    });
    expect(receipt.rows.map((row: { line: number; status: string }) => [row.line, row.status])).toEqual([
      [2, 'ACCEPTED'],
      [3, 'REJECTED'],
      [5, 'ACCEPTED'],
      [7, 'ACCEPTED'],
    ]);
    expect(receipt.rows[1].problems).toMatchObject([{ code: 'BROKEN_QUOTE' }]);
    expect(JSON.stringify(receipt.rows[1].problems)).not.toContain('Hoa');
  });

  it('foresees in a preview what an import then does, and stores nothing by it', async () => {
    const [stored, fresh] = [accession(), accession()];
    await importCsv([columns, line(stored)].join('\n'));
    const file = [
      columns,
      line(stored),
      line(stored, { outcome: 'dương tính' }),
      line(stored, { name: 'Vũ An' }),
      line(fresh),
      line(fresh),
      line(fresh, { born: '111970' }),
    ].join('\n');
    const before = await house.database.query('select count(*) from results.submission');
    const foreseen = await preview(file);
    expect(await house.database.query('select count(*) from results.submission')).toEqual(before);
    expect(foreseen).toMatchObject({ rowCount: 6, accepted: 1, duplicates: 2, rejected: 3 });
    expect(foreseen.rows[3].result).toEqual({
      accessionNumber: fresh,
      outcome: 'NOT_DETECTED',
      specimenCollectedAt: '2026-07-12T09:30:00+07:00',
      patient: { fullName: 'Lê Hoa', dateOfBirth: '1990-03-14' },
      test: { code: '94500-6' },
    });
    const done = await importCsv(file);
    const told = (rows: { status: string; problems: { code: string }[] }[]) =>
      rows.map(({ status, problems }) => [status, ...problems.map(({ code }) => code)]);
    expect(told(foreseen.rows)).toEqual(told(done.rows));
  });

  it('reads by what the lab saved, unless the import says otherwise', async () => {
    const lab = { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' } as const;
    const save = async (input: object) =>
      (
        await house.ask(
          `mutation ($input: SaveImportDefaultsInput!) { saveImportDefaults(input: $input) { __typename
             ... on ImportDefaults { timeZone dateFormat country mapping { column field } }
             ... on InvalidImportOptionError { code path } } }`,
          { input },
          lab,
        )
      ).saveImportDefaults;
    expect(await save({ timeZone: 'Asia/Saigonn' })).toMatchObject({
      code: 'INVALID_OPTION',
      path: ['input', 'timeZone'],
    });
    const options = {
      timeZone: 'Asia/Ho_Chi_Minh',
      dateFormat: 'DD/MM/YYYY',
      country: null,
      mapping: [
        { column: 'Mã mẫu', field: 'accessionNumber' },
        { column: 'Họ tên', field: 'patient.fullName' },
        { column: 'Ngày sinh', field: 'patient.dateOfBirth' },
        { column: 'Xét nghiệm', field: 'test.code' },
        { column: 'Lấy mẫu', field: 'specimenCollectedAt' },
        { column: 'Kết quả', field: 'outcome' },
      ],
    };
    expect(await save(options)).toMatchObject({ __typename: 'ImportDefaults', ...options });
    const file = `Mã mẫu;Họ tên;Ngày sinh;Xét nghiệm;Lấy mẫu;Kết quả\n${accession()};Lê Hoa;14/03/1990;94500-6;12/07/2026 9:30 SA;Âm tính\n`;
    const foreseen = await preview(file, null, lab);
    expect(foreseen.rows[0]).toMatchObject({
      status: 'ACCEPTED',
      result: { specimenCollectedAt: '2026-07-12T09:30:00+07:00', patient: { dateOfBirth: '1990-03-14' } },
    });
    const otherwise = await preview(file, { dateFormat: 'M/D/YYYY' }, lab);
    expect(otherwise.rows[0].problems).toContainEqual({ field: 'patient.dateOfBirth', code: 'INVALID_DATE' });
    expect(await preview(file)).toMatchObject({ code: 'UNKNOWN_COLUMNS' });
  });

  it('gives the refused rows back as a file to correct, with no formula in it, and takes it as it comes back', async () => {
    const [good, bad, sly] = [accession(), accession(), accession()];
    const receipt = await importCsv(
      [
        columns,
        line(good),
        line(bad, { born: '111970' }),
        line(sly, { name: '=HYPERLINK(1)', born: '1' }),
      ].join('\n'),
    );
    expect(receipt).toMatchObject({ accepted: 1, rejected: 2 });
    const { content, fileName } = await corrections(receipt.id, 'REJECTED');
    expect(fileName).toMatch(/^ketqua-corrections-[0-9a-f-]{36}\.csv$/);
    expect(content).toContain(`${columns},problem`);
    expect(content).toContain("'=HYPERLINK(1)");
    expect(content).not.toMatch(/(^|,|")=/m);
    expect(content).not.toContain(good);
    expect((await corrections(receipt.id, 'ALL')).content).toContain(good);
    const corrected = content.replaceAll(/,(111970|1),/g, ',1970-11-19,');
    expect(await importCsv(corrected)).toMatchObject({ rowCount: 2, accepted: 2, rejected: 0 });
    const [row] = await house.database.query<{ patient: Uint8Array }>(
      'select patient from results.test_result where accession_number = $1',
      [sly],
    );
    expect(row).toBeDefined();
  });

  it('takes one report from one laboratory in HL7 v2 and in FHIR for the same results', async () => {
    const lab = { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' } as const;
    const asHl7 = await importAs('HL7V2', labInput('hl7v2/sample_AK_20240220-0001.hl7'), null, lab);
    expect(asHl7).toMatchObject({ format: 'HL7V2', rowCount: 3, accepted: 3, rejected: 0 });
    expect(asHl7.rows.map(({ line }: { line: number }) => line)).toEqual([6, 7, 8]);
    const asFhir = await importAs('FHIR_R4', labInput('fhir/sample_AK_20240220-0001.fhir'), null, lab);
    expect(asFhir).toMatchObject({ format: 'FHIR_R4', rowCount: 3, accepted: 0, duplicates: 3 });
    const ids = (rows: { resultId: string }[]) => rows.map(({ resultId }) => resultId).sort();
    expect(ids(asFhir.rows)).toEqual(ids(asHl7.rows));
    expect(await importAs('FHIR_R4', labInput('hl7v2/sample_AK_20240220-0001.hl7'), null, lab)).toMatchObject(
      {
        code: 'NOT_THIS_FORMAT',
      },
    );
  });

  it("gives a message's refused rows back in the template's columns", async () => {
    const lab = { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' } as const;
    const receipt = await importAs(
      'HL7V2',
      labInput('hl7v2/sample_1.hl7'),
      { timeZone: 'America/New_York' },
      lab,
    );
    expect(receipt).toMatchObject({ accepted: 0, rejected: 1 });
    const { content } = await corrections(receipt.id, 'REJECTED', lab);
    expect(content).toContain('DeIdentified');
    const corrected = content.replace(',DeIdentified,MALE,', ',1985-02-11,MALE,');
    expect(await importCsv(corrected, null, lab)).toMatchObject({ accepted: 1, rejected: 0 });
  });

  it('keeps what was refused sealed, tells it to its lab alone, and not for longer than 72 hours', async () => {
    const receipt = await importCsv(
      [columns, line(accession(), { name: 'Phạm Bí Mật', born: '111970' })].join('\n'),
    );
    const [file] = await house.database.query<{ content: Uint8Array }>(
      'select content from results.submission_file where submission_id = $1',
      [receipt.id],
    );
    expect(Buffer.from(file!.content).toString('latin1')).not.toContain('Bí');
    const other = { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' } as const;
    expect(await corrections(receipt.id, 'ALL', other)).toBeNull();
    await house.database.query(
      'update results.submission_file set kept_until = now() where submission_id = $1',
      [receipt.id],
    );
    expect(await corrections(receipt.id, 'ALL')).toBeNull();
    await endSubmissions(house.events);
    const left = 'select from results.submission_file where submission_id = $1';
    expect(await house.database.query(left, [receipt.id])).toEqual([]);
  });

  it('gives rows to correct to whoever may read patients and to the key that sent them, to no other key', async () => {
    const receipt = await importCsv([columns, line(accession(), { born: '111970' })].join('\n'));
    const ofLab = { kind: 'lab', labId: house.labId } as const;
    const other = { ...ofLab, keyId: randomUUID() };
    expect(await corrections(receipt.id, 'ALL', { ...other, access: 'SUBMIT' })).toBeNull();
    expect(await corrections(receipt.id, 'ALL', { ...other, access: 'SUBMIT_AND_READ' })).not.toBeNull();
    const staff = accountViewer({ roles: ['CITIZEN', 'LAB_STAFF'], labId: house.labId });
    expect(await corrections(receipt.id, 'ALL', staff)).not.toBeNull();
    expect(await corrections(receipt.id, 'ALL')).not.toBeNull();
  });

  it('keeps rows to correct no longer when their key is used again', async () => {
    const input = {
      idempotencyKey: randomUUID(),
      format: 'CSV',
      content: [columns, line(accession(), { born: '111970' })].join('\n'),
    };
    const send = async () =>
      (
        await house.ask(
          `mutation ($input: ImportResultsInput!) { importResults(input: $input) { ... on SubmissionReceipt { id } } }`,
          { input },
          house.lab,
        )
      ).importResults;
    const { id } = await send();
    await house.database.query(
      "update results.submission set completed_at = now() - interval '73 hours' where id = $1",
      [id],
    );
    await house.database.query('delete from results.submission_file where submission_id = $1', [id]);
    expect(await send()).toEqual({ id });
    expect(await corrections(id, 'ALL')).toBeNull();
  });

  it('reads the rest of a file as it read its beginning, whatever the lab has saved since', async () => {
    const lab = { kind: 'lab', labId: randomUUID(), keyId: randomUUID(), access: 'SUBMIT' } as const;
    const save = (dateFormat: string) =>
      house.ask(
        'mutation ($input: SaveImportDefaultsInput!) { saveImportDefaults(input: $input) { __typename } }',
        { input: { timeZone: 'Asia/Ho_Chi_Minh', dateFormat } },
        lab,
      );
    const input = {
      idempotencyKey: randomUUID(),
      format: 'CSV',
      content: [
        columns,
        ...Array.from(
          { length: 150 },
          (_, n) => `HALF-${n},Lê Hoa,03/04/1990,94500-6,05/06/2026 09:30,âm tính`,
        ),
      ].join('\n'),
    };
    const send = async () =>
      (
        await house.ask(
          `mutation ($input: ImportResultsInput!) { importResults(input: $input) { ... on SubmissionReceipt { id accepted } } }`,
          { input },
          lab,
        )
      ).importResults;
    await save('DD/MM/YYYY');
    const { id } = await send();
    // As if it had broken off behind the first hundred rows.
    await house.database.query(
      'delete from results.test_result r using results.submission_row s where s.submission_id = $1 and s.index >= 100 and r.id = s.result_id',
      [id],
    );
    await house.database.query(
      'delete from results.submission_row where submission_id = $1 and index >= 100',
      [id],
    );
    await house.database.query(
      "update results.submission set state = 'PROCESSING', processed = 100, accepted = 100, completed_at = null where id = $1",
      [id],
    );
    await save('MM/DD/YYYY');
    expect(await send()).toEqual({ id, accepted: 150 });
    const days = await house.database.query<{ day: string }>(
      "select distinct (specimen_collected_at at time zone 'Asia/Ho_Chi_Minh')::date::text as day from results.test_result where lab_id = $1",
      [lab.labId],
    );
    expect(days).toEqual([{ day: '2026-06-05' }]);
  });

  it('lets a key be used again after 30 days, and keeps the receipt', async () => {
    const receipt = await importCsv([columns, line(accession())].join('\n'));
    await endSubmissions(house.events);
    const byKey = async () =>
      (
        await house.ask(
          'query ($key: String!) { submissionByKey(idempotencyKey: $key) { id } }',
          { key: receipt.idempotencyKey },
          house.lab,
        )
      ).submissionByKey;
    expect(await byKey()).toEqual({ id: receipt.id });
    await house.database.query(
      "update results.submission set received_at = now() - interval '30 days 1 minute' where id = $1",
      [receipt.id],
    );
    await endSubmissions(house.events);
    expect(await byKey()).toBeNull();
    const { submission } = await house.ask(
      'query ($id: ID!) { submission(id: $id) { accepted idempotencyKey } }',
      { id: receipt.id },
      house.lab,
    );
    expect(submission).toEqual({ accepted: 1, idempotencyKey: null });
  });

  it('tells a row that repeats or contradicts one of an earlier transaction of the same file', async () => {
    const line = (n: number, outcome = 'NOT_DETECTED') =>
      `STEP-${n},Trần Văn Bước,1970-02-03,94500-6,2021-07-12T09:30:00+07:00,${outcome}`;
    const lines = Array.from({ length: 1_001 }, (_, n) => line(n));
    const file = [columns, ...lines, line(3), line(4, 'DETECTED')].join('\n');
    const foreseen = await preview(file);
    const receipt = await importCsv(file);
    expect(receipt).toMatchObject({ accepted: 1_001, duplicates: 1, rejected: 1 });
    expect(foreseen).toMatchObject({ accepted: 1_001, duplicates: 1, rejected: 1 });
    const { submission } = await house.ask(
      'query ($id: ID!) { submission(id: $id) { rows(from: 1001) { status duplicateOf problems { code } } } }',
      { id: receipt.id },
      house.lab,
    );
    expect(submission.rows).toEqual([
      { status: 'DUPLICATE', duplicateOf: 3, problems: [] },
      { status: 'REJECTED', duplicateOf: 4, problems: [{ code: 'CONFLICTS_WITH_EARLIER_ROW' }] },
    ]);
  });
});
