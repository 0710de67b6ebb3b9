import { describe, expect, it } from 'vitest';
import type { SubmittedRow } from '../../process-submission.service.js';
import { readFhir } from './read-fhir.js';

const noZone = { timeZone: null, dateFormat: null };
const hcmc = { timeZone: 'Asia/Ho_Chi_Minh', dateFormat: null };

const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
const snomed = (code: string) => ({ coding: [{ system: 'http://snomed.info/sct', code }] });
const patient = {
  resourceType: 'Patient',
  id: 'p1',
  name: [
    { use: 'maiden', family: 'Trần' },
    { use: 'official', family: 'Nguyễn', given: ['Văn', 'An'] },
  ],
  identifier: [
    { type: { coding: [{ code: 'MR' }] }, value: '17' },
    { type: { coding: [{ code: 'NNVNM' }] }, value: '079070001234' },
  ],
  telecom: [
    { system: 'email', value: 'an@example.vn' },
    { system: 'phone', use: 'work', value: '+84281234567' },
    { system: 'phone', value: '0901234567' },
  ],
  address: [{ country: 'VNM' }],
  gender: 'male',
  birthDate: '1970-11-19',
};
const specimen = {
  resourceType: 'Specimen',
  id: 's1',
  collection: { collectedDateTime: '2021-07-12T07:00:00+07:00' },
};
const observation = (id = 'o1', more: object = {}) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: loinc('94500-6'),
  valueCodeableConcept: snomed('260415000'),
  device: { reference: 'Device/d1' },
  issued: '2021-07-12T09:30:00.250+07:00',
  ...more,
});
const device = {
  resourceType: 'Device',
  id: 'd1',
  identifier: [{ value: 'CFX96-1' }],
  lotNumber: 'LOT-7',
};
const report = (more: object = {}) => ({
  resourceType: 'DiagnosticReport',
  id: 'r1',
  identifier: [{ type: { coding: [{ code: 'FILL' }] }, value: 'F-1' }],
  status: 'final',
  subject: { reference: 'Patient/p1' },
  specimen: [{ reference: 'Specimen/s1' }],
  result: [{ reference: 'Observation/o1' }],
  ...more,
});
type Any = object & { resourceType: string; id?: string | undefined };
const bundle = (type: string, ...resources: Any[]) => ({
  resourceType: 'Bundle',
  type,
  entry: resources.map((resource) => ({ fullUrl: `${resource.resourceType}/${resource.id}`, resource })),
});
const whole = (type = 'message', more: object = {}) =>
  bundle(type, report(), patient, specimen, observation('o1', more), device);
const read = (value: unknown) => readFhir(JSON.stringify(value), noZone);
const problems = (rows: readonly SubmittedRow[]) =>
  rows.map(({ line, problems: found }) => [line, ...(found ?? []).map(({ code }) => code)]);

const expected = {
  accessionNumber: 'F-1',
  patient: {
    familyName: 'Nguyễn',
    givenNames: 'Văn An',
    dateOfBirth: '1970-11-19',
    sex: 'MALE',
    nationalId: '079070001234',
    phone: '+84901234567',
  },
  test: { code: '94500-6' },
  run: { instrument: 'CFX96-1', kitLot: 'LOT-7' },
  specimenCollectedAt: '2021-07-12T07:00:00+07:00',
  resultedAt: '2021-07-12T09:30:00+07:00',
  outcome: 'NOT_DETECTED',
  status: 'FINAL',
};

describe('a FHIR report', () => {
  it('becomes a row, whatever kind of Bundle it comes in', () => {
    for (const type of ['message', 'batch', 'collection', 'transaction', 'document', 'searchset']) {
      expect(read(whole(type))).toMatchObject([{ input: expected }]);
    }
  });

  it('may be alone, with what it contains', () => {
    const contained = [patient, specimen, observation(), device];
    const rows = read(
      report({
        contained,
        subject: { reference: '#p1' },
        specimen: [{ reference: '#s1' }],
        result: [{ reference: '#o1' }],
      }),
    );
    expect(rows).toMatchObject([
      { line: 1, input: { accessionNumber: 'F-1', patient: { familyName: 'Nguyễn' } } },
    ]);
  });

  it('finds what it refers to by urn:uuid, by full URL, and by a version', () => {
    const entry = [
      {
        fullUrl: 'urn:uuid:1',
        resource: {
          ...report(),
          subject: { reference: 'urn:uuid:2' },
          result: [{ reference: 'urn:uuid:3' }],
        },
      },
      { fullUrl: 'urn:uuid:2', resource: { ...patient, id: undefined } },
      {
        fullUrl: 'urn:uuid:3',
        resource: observation('x', { specimen: { reference: 'http://lab.vn/fhir/Specimen/s1/_history/2' } }),
      },
      { fullUrl: 'http://lab.vn/fhir/Specimen/s1', resource: specimen },
      { fullUrl: 'http://lab.vn/fhir/Device/d1', resource: device },
    ];
    expect(read({ resourceType: 'Bundle', type: 'transaction', entry })).toMatchObject([{ input: expected }]);
  });

  it('has the status of its Observation, unless it was taken back itself, and is refused without either', () => {
    const status = (own: string | undefined, ofReport: string | undefined) => {
      const [row] = read(
        bundle('message', report({ status: ofReport }), patient, observation('o1', { status: own })),
      );
      return row?.problems?.[0]?.code ?? row?.input.status;
    };
    expect(status('amended', 'final')).toBe('AMENDED');
    expect(status('final', 'corrected')).toBe('FINAL');
    expect(status('final', 'entered-in-error')).toBe('ENTERED_IN_ERROR');
    expect(status('registered', 'partial')).toBe('REGISTERED');
    expect(status(undefined, 'final')).toBe('REQUIRED');
    expect(status('final', undefined)).toBe('REQUIRED');
    expect(status('unknown', 'final')).toBe('STATUS_WITHOUT_MEANING');
    expect(status('done', 'final')).toBe('INVALID_STATUS');
  });

  it('gives the members of a panel, and neither its targets nor its numbers', () => {
    const panel = observation('o1', {
      code: loinc('94531-1'),
      valueCodeableConcept: undefined,
      hasMember: [
        { reference: 'Observation/o2' },
        { reference: 'Observation/o3' },
        { reference: 'Observation/o4' },
      ],
    });
    const rows = read(
      bundle(
        'message',
        report(),
        patient,
        panel,
        observation('o2'),
        observation('o3', { code: loinc('94533-7') }),
        observation('o4', {
          code: loinc('94745-7'),
          valueCodeableConcept: undefined,
          valueQuantity: { value: 31 },
        }),
      ),
    );
    expect(rows.map(({ input }) => input.test?.code)).toEqual(['94500-6']);
  });

  it('is refused where the patient of the Observation is another, or two resources claim one address', () => {
    const other = { ...patient, id: 'p2' };
    const [row] = read(
      bundle(
        'message',
        report(),
        patient,
        other,
        observation('o1', { subject: { reference: 'Patient/p2' } }),
      ),
    );
    expect(row?.input.patient).toBeNull();
    const [twice] = read(
      bundle('message', report(), patient, Object.assign({}, patient, { gender: 'female' }), observation()),
    );
    expect(twice?.input.patient).toBeNull();
  });

  it('is never given a time zone by guess', () => {
    const content = JSON.stringify(
      bundle('message', report(), patient, observation('o1', { effectiveDateTime: '2021-07-12' })),
    );
    expect(readFhir(content, noZone)[0]?.input.specimenCollectedAt).toBe('2021-07-12T00:00:00');
    expect(readFhir(content, hcmc)[0]?.input.specimenCollectedAt).toBe('2021-07-12T00:00:00+07:00');
  });

  it('without a result, and a result without it, are refused rows', () => {
    expect(problems(read(bundle('message', report({ result: [] }), patient)))).toEqual([[1, 'NO_RESULT']]);
    expect(problems(read(bundle('message', report(), patient)))).toEqual([[1, 'NO_RESULT']]);
    expect(problems(read(bundle('message', report(), patient, observation(), observation('o9'))))).toEqual([
      [1],
      [1, 'WITHOUT_REPORT'],
    ]);
    expect(problems(read(bundle('message', patient)))).toEqual([[1, 'NOT_A_RESULT_MESSAGE']]);
  });
});

describe('a report that was converted from HL7 v2', () => {
  const kept = (text: string) => ({
    extension: [
      { url: 'https://reportstream.cdc.gov/fhir/StructureDefinition/hl7v2-date-time', valueString: text },
    ],
  });

  it('has the times that its sender wrote, not the offset that a converter added', () => {
    const converted = {
      effectiveDateTime: '2021-07-12T07:00:00Z',
      _effectiveDateTime: kept('202107120700'),
      issued: '2021-07-12T09:30:00Z',
      _issued: kept('20210712093000+0700'),
    };
    const content = JSON.stringify(bundle('message', report(), patient, observation('o1', converted)));
    expect(readFhir(content, hcmc)[0]?.input).toMatchObject({
      specimenCollectedAt: '2021-07-12T07:00:00+07:00',
      resultedAt: '2021-07-12T09:30:00+07:00',
    });
    expect(readFhir(content, noZone)[0]?.input.specimenCollectedAt).toBe('2021-07-12T07:00:00');
  });

  it('may have an empty specimen before the real one, and a phone in parts', () => {
    const parts = ['area', 'local'].map((name, n) => ({
      url: `http://hl7.org/fhir/StructureDefinition/contactpoint-${name}`,
      valueString: ['90', '1234567'][n],
    }));
    const rows = read(
      bundle(
        'message',
        report({ specimen: [{ reference: 'Specimen/s0' }, { reference: 'Specimen/s1' }] }),
        Object.assign({}, patient, { telecom: [{ extension: parts, use: 'home' }] }),
        { resourceType: 'Specimen', id: 's0' },
        specimen,
        observation(),
      ),
    );
    expect(rows[0]?.input).toMatchObject({
      specimenCollectedAt: '2021-07-12T07:00:00+07:00',
      patient: { phone: '+84901234567' },
    });
  });

  it('finalises what is stored where OBX-11 was U', () => {
    const obx = (status: string) => ({
      valueCodeableConcept: undefined,
      extension: [
        {
          url: 'https://reportstream.cdc.gov/fhir/StructureDefinition/obx-observation',
          extension: [{ url: 'OBX.11', valueString: status }],
        },
      ],
    });
    expect(read(bundle('message', report(), patient, observation('o1', obx('U'))))[0]?.finalisesStored).toBe(
      true,
    );
    expect(
      read(bundle('message', report(), patient, observation('o1', obx('F'))))[0]?.finalisesStored,
    ).toBeUndefined();
  });
});

describe('a file of FHIR', () => {
  const line = (value: unknown) => JSON.stringify(value);

  it('may hold an array of Bundles, or one a line, a broken line refused alone', () => {
    expect(read([whole(), whole()])).toHaveLength(2);
    const rows = readFhir(
      [line(whole()), '{"resourceType":', line(whole()), 'x', line(whole())].join('\n'),
      noZone,
    );
    expect(problems(rows)).toEqual([[1], [2, 'MALFORMED_LINE'], [3], [4, 'MALFORMED_LINE'], [5]]);
  });

  it('may hold one resource a line, and references from line to line', () => {
    const rows = readFhir(
      [patient, specimen, device, observation(), report()].map(line).join('\r\n'),
      noZone,
    );
    expect(rows).toMatchObject([{ line: 4, input: expected }]);
  });

  it('may hold documents written over many lines, one after the other', () => {
    const pretty = JSON.stringify(whole(), null, 2);
    const rows = readFhir(`${pretty}\n${pretty}\n`, noZone);
    expect(rows).toHaveLength(2);
    expect(rows[1]!.line! - rows[0]!.line!).toBe(pretty.split('\n').length);
    expect(pretty.split('\n')[rows[0]!.line! - 1]).toContain('Observation/o1');
  });

  it('is unreadable where nothing in it is FHIR, or where it is too deep', () => {
    const reason = (content: string) => {
      try {
        readFhir(content, noZone);
        return null;
      } catch (error) {
        return [(error as { reason: string }).reason, (error as { line: number }).line];
      }
    };
    expect(reason('MSH|^~\\&|')).toEqual(['NOT_THIS_FORMAT', 1]);
    expect(reason('')).toEqual(['NOT_THIS_FORMAT', 1]);
    expect(reason('{"a":1}')).toEqual(['NOT_THIS_FORMAT', 1]);
    expect(reason('{"resourceType":"Bundle",')).toEqual(['MALFORMED', 1]);
    expect(reason('['.repeat(1_000_000))).toEqual(['MALFORMED', 1]);
  });

  it('that is entangled is bounded', () => {
    const members = Array.from({ length: 2_000 }, () => ({ reference: 'Observation/o1' }));
    const reports = Array.from({ length: 200 }, (_, n) => report({ id: `r${n}` }));
    const content = line(bundle('message', ...reports, observation('o1', { hasMember: members })));
    expect(() => readFhir(content, noZone)).toThrow('TOO_LARGE');
  });
});

describe('a FHIR file made to be hard to read', () => {
  const most = 3 * 1024 * 1024;
  const filled = (text: string) => text.repeat(Math.floor(most / text.length));
  const reference = (n: number) => ({ reference: `Observation/o${n}` });
  const chain = Array.from({ length: 20_000 }, (_, n) =>
    observation(`o${n}`, { valueCodeableConcept: undefined, hasMember: [reference(n + 1)] }),
  );
  const contained = Array.from({ length: 20_000 }, (_, n) => observation(`c${n}`));

  it.each([
    ['braces', filled('{\n')],
    ['empty objects', filled('{}\n')],
    ['strings', `{"resourceType":"Bundle","x":"${filled('\\"{')}"}`],
    ['entries', `{"resourceType":"Bundle","entry":[${filled('{"fullUrl":"Patient/1"},')}{}]}`],
    ['reports', filled('{"resourceType":"DiagnosticReport"}\n')],
    ['a long reference', JSON.stringify(report({ result: [{ reference: filled('a') }] }))],
    ['a chain of panels', JSON.stringify(bundle('message', report({ result: [reference(0)] }), ...chain))],
    [
      'contained resources',
      JSON.stringify(report({ contained, result: contained.map(({ id }) => ({ reference: `#${id}` })) })),
    ],
  ])('is read or refused in the end: %s', (_what, content) => {
    const from = performance.now();
    try {
      expect(readFhir(content, noZone, 20_000).length).toBeLessThan(20_010);
    } catch (error) {
      expect((error as Error).name).toBe('UnreadableContentError');
    }
    expect(performance.now() - from).toBeLessThan(20_000);
  });
});
