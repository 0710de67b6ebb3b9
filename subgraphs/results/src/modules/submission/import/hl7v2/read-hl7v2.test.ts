import { describe, expect, it } from 'vitest';
import { labInput } from '../../../../testing/lab-inputs.js';
import { judgeRow } from '../../judge-row.js';
import type { SubmittedRow } from '../../process-submission.service.js';
import { readHl7v2 } from './read-hl7v2.js';

const hcmc = { timeZone: 'Asia/Ho_Chi_Minh', dateFormat: null };
const noZone = { timeZone: null, dateFormat: null };

const header = 'MSH|^~\\&|LIS|LAB|HUB|CITY|20210712100000||ORU^R01^ORU_R01|1|P|2.5.1';
const patient = 'PID|1||079070001234^^^VN^NNVNM||Nguyễn^Văn^An^^^^L||19701119|M|||||^PRN^PH^^84^90^1234567';
const order = 'OBR|1|P-1|F-1|94531-1^SARS-CoV-2 panel^LN|||20210712073000|||||||||||||||20210712093000|||F';
const obx = (fields: Record<number, string>, id = 1) => {
  const given: Record<number, string> = {
    1: String(id),
    2: 'CWE',
    3: '94500-6^SARS-CoV-2^LN',
    5: '260415000^Not detected^SCT',
    11: 'F',
    ...fields,
  };
  return ['OBX', ...Array.from({ length: 29 }, (_, n) => given[n + 1] ?? '')].join('|').replace(/\|+$/, '');
};
const message = (...segments: string[]) => [header, patient, order, ...segments].join('\r');
const read = (...segments: string[]) => readHl7v2(message(...segments), hcmc);
const problems = (rows: readonly SubmittedRow[]) =>
  rows.map(({ line, problems: found }) => [line, ...(found ?? []).map(({ code }) => code)]);

describe('an HL7 v2 result', () => {
  it('has its accession number, test, outcome, times and patient where the standard puts them', () => {
    const [row] = read(
      obx({ 4: '1', 18: 'CFX96-1' }),
      'SPM|1|P^S-9||258500001^^SCT|||||||||||||20210712070000',
    );
    expect(row).toMatchObject({
      line: 4,
      input: {
        accessionNumber: 'F-1',
        patient: {
          familyName: 'Nguyễn',
          givenNames: 'Văn An',
          dateOfBirth: '1970-11-19',
          sex: 'MALE',
          nationalId: '079070001234',
          phone: '+84901234567',
        },
        test: { code: '94500-6', subId: '1' },
        run: { instrument: 'CFX96-1' },
        specimenCollectedAt: '2021-07-12T07:00:00+07:00',
        resultedAt: '2021-07-12T09:30:00+07:00',
        outcome: 'NOT_DETECTED',
        status: 'FINAL',
      },
    });
    expect(row?.problems).toBeUndefined();
  });

  it('is never given a time zone by guess', () => {
    const [row] = readHl7v2(message(obx({})), noZone);
    expect(row?.input.specimenCollectedAt).toBe('2021-07-12T07:30:00');
    const { problems: found } = judgeRow(row!.input, { now: new Date(), country: 'VN' });
    expect(found).toContainEqual({ field: 'specimenCollectedAt', code: 'TIME_WITHOUT_OFFSET' });
  });

  it('takes the LOINC of the alternate triplet, and escapes of names', () => {
    const rows = readHl7v2(
      [
        header,
        'PID|1||1||O\\T\\Neil^A\\X4E\\n||1970|F',
        order,
        obx({ 3: 'SARS2^SARS-CoV-2^LAB_IN^94500-6^SARS^LN' }),
      ].join('\n'),
      hcmc,
    );
    expect(rows[0]?.input).toMatchObject({
      patient: { familyName: 'O&Neil', givenNames: 'ANn' },
      test: { code: '94500-6' },
    });
  });

  it('has the status of table 0085, and is refused without one or with one of no meaning', () => {
    const statusOf = (code: string) => {
      const [row] = read(obx({ 11: code }));
      return row?.problems?.[0]?.code ?? row?.input.status;
    };
    expect(Object.fromEntries([...'FCAPXDWISRBNOVQ'].map((code) => [code, statusOf(code)]))).toEqual({
      F: 'FINAL',
      C: 'CORRECTED',
      A: 'AMENDED',
      P: 'PRELIMINARY',
      X: 'CANCELLED',
      D: 'ENTERED_IN_ERROR',
      W: 'ENTERED_IN_ERROR',
      I: 'REGISTERED',
      S: 'REGISTERED',
      R: 'PRELIMINARY',
      B: 'STATUS_WITHOUT_MEANING',
      N: 'STATUS_WITHOUT_MEANING',
      O: 'STATUS_WITHOUT_MEANING',
      V: 'STATUS_WITHOUT_MEANING',
      Q: 'INVALID_STATUS',
    });
    expect(statusOf('')).toBe('REQUIRED');
  });

  it('finalises what is stored, without a value, with status U', () => {
    expect(read(obx({ 5: '', 11: 'U' }))).toMatchObject([
      { finalisesStored: true, input: { status: 'FINAL' } },
    ]);
  });

  it('is of a pool by the role of its specimen or by its outcome, and of nobody where the specimen is a control', () => {
    const kindOf = (role: string, outcome = '260415000^^SCT') => {
      const [row] = read(obx({ 5: outcome }), `SPM|1|||258500001^^SCT|||||||${role}^^HL70369`);
      return judgeRow(row!.input, { now: new Date(), country: 'VN' });
    };
    expect(kindOf('P').result?.specimenKind).toBe('INDIVIDUAL');
    expect(kindOf('L').result?.specimenKind).toBe('POOL');
    expect(kindOf('', '462371000124108^Detected in pooled specimen^SCT').result).toMatchObject({
      specimenKind: 'POOL',
      outcome: 'DETECTED',
    });
    expect(kindOf('Q').problems).toEqual([{ field: 'specimen.kind', code: 'INVALID_VALUE' }]);
  });

  it('has the lot of its kit from the device that took part (PRT-19)', () => {
    const device = `PRT|1|AD||EQUIP^Equipment^HL70912${'|'.repeat(15)}LOT-7`;
    expect(read(obx({}), device)[0]?.input.run?.kitLot).toBe('LOT-7');
  });

  it('is refused where code and words contradict each other, and where the code is unknown', () => {
    expect(problems(read(obx({ 5: '260415000^Detected^SCT' })))).toEqual([[4, 'CONTRADICTORY_OUTCOME']]);
    expect(read(obx({ 5: '1234^^SCT', 8: 'N' }))[0]?.input.outcome).toBe('1234');
  });

  it('follows the interpretation where the value is empty or only names the disease', () => {
    expect(read(obx({ 5: '840539006^COVID-19^SCT', 8: 'A' }))[0]?.input.outcome).toBe('DETECTED');
    expect(read(obx({ 5: '', 8: 'NEG' }))[0]?.input.outcome).toBe('NOT_DETECTED');
  });
});

describe('an order', () => {
  it('gives a row for each overall result, and none for questions, numbers, targets and remarks', () => {
    const rows = read(
      obx({}),
      obx({ 3: '94533-7^N gene^LN' }, 2),
      obx({ 2: 'NM', 3: '94745-7^Ct^LN', 5: '31.2' }, 3),
      obx({ 3: '95419-8^Has symptoms^LN', 5: 'N^No^HL70136' }, 4),
      obx({ 3: '99999-9^Asked^LN', 5: 'Y^Yes^HL70136', 29: 'QST' }, 5),
      obx({ 2: 'ST', 3: '94500-6^SARS-CoV-2^LN', 5: 'A negative result does not rule out infection' }, 6),
    );
    expect(rows.map(({ line }) => line)).toEqual([4]);
  });

  it('gives no row for an empty line of a remark, and one for a result that is still open or taken back', () => {
    const unknown = { 2: '', 3: '600-7^Bacteria^LN', 5: '' };
    expect(problems(read(obx({ ...unknown, 11: 'C' })))).toEqual([[3, 'NO_RESULT']]);
    expect(read(obx({ ...unknown, 11: 'X' }))).toMatchObject([{ line: 4, input: { status: 'CANCELLED' } }]);
    expect(read(obx({ 5: '', 11: 'I' }))).toMatchObject([{ line: 4, input: { status: 'REGISTERED' } }]);
  });

  it('gives a row for a single target, and for a coded value of a test that nobody knows', () => {
    expect(read(obx({ 3: '94533-7^N gene^LN' }))).toHaveLength(1);
    expect(read(obx({ 3: '600-7^Bacteria^LN', 5: '53326005^Candida^SCT' }))).toHaveLength(1);
  });

  it('without a result is a refused row with its line', () => {
    expect(problems(read('NTE|1||none'))).toEqual([[3, 'NO_RESULT']]);
    expect(problems(read(obx({ 2: 'NM', 5: '3' })))).toEqual([[3, 'NO_RESULT']]);
  });
});

describe('a file', () => {
  it('may end its segments by CR, LF or CRLF, frame messages for MLLP, and wrap them in a batch', () => {
    const lines = message(obx({})).split('\r');
    const expected = readHl7v2(lines.join('\r'), hcmc);
    expect(readHl7v2(lines.join('\n'), hcmc)).toEqual(expected);
    expect(readHl7v2(`${lines.join('\r\n')}\r\n`, hcmc)).toEqual(expected);
    expect(readHl7v2(`\u000B${lines.join('\r')}\r\u001C\r`, hcmc)).toEqual(expected);
    expect(readHl7v2(['FHS|^~\\&', 'BHS|^~\\&', ...lines, 'BTS|1', 'FTS|1'].join('\r'), hcmc)).toMatchObject([
      { line: 6 },
    ]);
  });

  it('keeps its other messages when one is no result or broken', () => {
    const good = message(obx({}));
    const rows = readHl7v2(
      [
        good,
        'MSH|^~\\&|A|B|C|D|20210712||ADT^A01|2|P|2.5.1',
        patient,
        good,
        'garbled',
        obx({}, 2),
        good,
      ].join('\r'),
      hcmc,
    );
    expect(problems(rows)).toEqual([
      [4],
      [5, 'NOT_A_RESULT_MESSAGE'],
      [10],
      [11, 'MALFORMED_LINE'],
      [12, 'MALFORMED_LINE'],
      [16],
    ]);
  });

  it('gives no result to the patient or order before a segment that cannot be read', () => {
    const rows = read('OB|2|P-2|F-2', obx({}, 2), 'OBR|3|P-3|F-3', obx({}, 3));
    expect(problems(rows).map(([, code]) => code)).toEqual([
      'NO_RESULT',
      'MALFORMED_LINE',
      'MALFORMED_LINE',
      'MALFORMED_LINE',
    ]);
  });

  it('is unreadable without a message', () => {
    expect(() => readHl7v2('accessionNumber,outcome', hcmc)).toThrow('NOT_THIS_FORMAT');
    expect(() => readHl7v2('', hcmc)).toThrow('NOT_THIS_FORMAT');
  });

  it('may use other encoding characters', () => {
    const other = message(obx({})).replaceAll('|', '*').replaceAll('^', '!').replace('!~\\&', '!~\\&');
    expect(readHl7v2(other, hcmc)[0]?.input.outcome).toBe('NOT_DETECTED');
  });
});

describe('real files', () => {
  it('give one row for each result', () => {
    const counts = (name: string) => readHl7v2(labInput(`hl7v2/${name}`), hcmc).length;
    expect(counts('sample-batch-pdi-20210608-0001.hl7')).toBe(20);
    expect(counts('sample_HI_20240304-0001.hl7')).toBe(3);
    expect(counts('FLFHospital-SARSCOV2-20200317-0001.hl7')).toBe(1);
  });
});

describe('a file made to be hard to read', () => {
  const most = 3 * 1024 * 1024;
  const filled = (text: string) => text.repeat(Math.floor(most / text.length));

  const raw = (type: string, value: string) => `OBX|1|${type}|94500-6^SARS-CoV-2^LN||${value}||||||F`;

  it.each([
    ['separators', raw('CWE', filled('|'))],
    ['repetitions', raw('CWE', filled('~'))],
    ['components', raw('CWE', filled('^&'))],
    ['escapes', raw('ST', filled('\\'))],
    ['marks at the end of a word', raw('ST', `x${filled('.:* ')}x`)],
    ['frames', `${obx({})}${filled('\u000B')}x`],
    ['results of one order', filled(`${obx({ 3: '94533-7^N gene^LN' })}\r`)],
    ['orders', filled('OBR|1|p|f\r')],
    ['lines that are none', filled('x\rNTE|1\r')],
  ])('is read in the end: %s', (_what, segments) => {
    const from = performance.now();
    const rows = readHl7v2(message(segments), hcmc, 20_000);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(20_010);
    expect(performance.now() - from).toBeLessThan(20_000);
  });
});
