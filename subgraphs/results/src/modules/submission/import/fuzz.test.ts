import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labInput } from '../../../testing/lab-inputs.js';
import { judgeSubmitted } from '../judge-row.js';
import { isFatal } from '../problem.js';
import type { SubmittedRow } from '../process-submission.service.js';
import { csvFile } from './csv/map-csv.js';
import { readFhir } from './fhir/read-fhir.js';
import { readHl7v2 } from './hl7v2/read-hl7v2.js';
import type { FileReading } from './lab-file.js';
import { UnreadableContentError } from './unreadable-content.js';

type Reader = (content: string, reading: FileReading) => readonly SubmittedRow[];

const formats: Readonly<Record<string, { read: Reader; files: readonly string[]; cases: number }>> = {
  CSV: {
    read: (content, reading) => {
      const { rows } = csvFile(content, reading);
      const found = rows.slice(0, rows.length);
      expect(found).toHaveLength(rows.length);
      return found;
    },
    files: [
      'csv/simplereport-valid.csv',
      'csv/simplereport-invalid-values.csv',
      'csv/simplereport-valid-with-flu-results.csv',
    ],
    cases: 4_000,
  },
  'HL7 v2': {
    read: readHl7v2,
    files: [
      'hl7v2/CA-20211001-sully.hl7',
      'hl7v2/CE-20200415-0001.hl7',
      'hl7v2/FLFHospital-SARSCOV2-20200317-0001.hl7',
      'hl7v2/sample_AZ_20240424-0001.hl7',
      'hl7v2/sample_HI_20240304-0001.hl7',
      'hl7v2/sample-batch-pdi-20210608-0001.hl7',
    ],
    cases: 3_500,
  },
  FHIR: {
    read: readFhir,
    files: [
      'fhir/sample_AL_20240624-0001.fhir',
      'fhir/sample_HI_20240304-0001.fhir',
      'fhir/sample_SR_ENTEREDINERROR_20240904-0001.fhir',
      'fhir/valid_data.fhir',
    ],
    cases: 1_000,
  },
};

const piece = fc.oneof(
  fc.constantFrom(
    ...'|^~\\&\r\n",;\t{}[]:#\u0000\u000B\u001C\uFEFF\uD800',
    '""',
    '\r\n\r\n',
    '\\X41\\',
    '\nOBX|1|',
    '\rMSH|^~\\&|',
    '\rPID|1||',
    '=1+1',
    'null',
    '-1',
    '1e999',
    '"__proto__":{"a":1},',
    '"resourceType":"DiagnosticReport",',
    '{"resourceType":"Bundle","entry":[',
    '"reference":"Observation/',
    '20241301',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
/** A change at a place: some characters go, a piece comes, or what stands there is said twice. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  without: fc.oneof(fc.nat(3), fc.nat(400)),
  piece,
  times: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.constantFrom(0, 2, 300)),
  isRepeat: fc.boolean(),
});
const changes = fc.array(change, { maxLength: 6 });

function mutated(
  content: string,
  list: readonly (typeof change extends fc.Arbitrary<infer Change> ? Change : never)[],
) {
  return list.reduce((text, { at, without, piece: inserted, times, isRepeat }) => {
    const place = Math.floor(at * text.length);
    const kept = isRepeat ? text.slice(place, place + without) : '';
    return (
      text.slice(0, place) + kept + inserted.repeat(times) + text.slice(isRepeat ? place : place + without)
    );
  }, content);
}

const graft = fc.constantFrom<unknown>(
  null,
  1,
  '',
  'x',
  true,
  [],
  {},
  [[]],
  [null],
  { coding: 1 },
  { reference: '#' },
);
const grafts = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), graft), { maxLength: 8 });

/** JSON that stays JSON: some values become others, or go to another place. */
function grafted(content: string, list: readonly (readonly [number, unknown])[]): string {
  const root = JSON.parse(content) as object;
  for (const [at, value] of list) {
    const places: { holder: Record<string, unknown>; key: string }[] = [];
    const walk = (holder: object) => {
      for (const [key, inner] of Object.entries(holder)) {
        places.push({ holder: holder as Record<string, unknown>, key });
        if (typeof inner === 'object' && inner !== null) walk(inner);
      }
    };
    walk(root);
    const place = places[Math.floor(at * places.length)];
    if (place) place.holder[place.key] = structuredClone(value === true ? places[0]!.holder : value);
  }
  return JSON.stringify(root);
}

const settings = { now: new Date('2026-11-24T00:00:00Z'), country: 'VN' };
const longest = 5_000;

/** Every row is accepted or refused, never both, and says why in words that hold nothing of the file. */
function checkRows(rows: readonly SubmittedRow[]): void {
  const judged = rows.map((row) => ({ ...row, ...judgeSubmitted(row, settings) }));
  const accepted = judged.filter(({ result }) => result !== null);
  const rejected = judged.filter(({ problems }) => problems.some(isFatal));
  expect(accepted.length + rejected.length).toBe(rows.length);
  expect(accepted.some((row) => rejected.includes(row))).toBe(false);
  expect(judged.every(({ line }) => line === null || line >= 1)).toBe(true);
  const fields = judged.flatMap(({ problems }) => problems.map(({ field }) => field));
  expect(fields.every((field) => /^[A-Za-z.]*$/.test(field))).toBe(true);
}

describe.each(Object.entries(formats))('a mutated %s file', (_format, { read, files, cases }) => {
  const contents = new Map(files.map((file) => [file, labInput(file)]));

  it('is read or refused: no crash, no hang, no row both accepted and rejected', () => {
    const readings = fc.record({
      timeZone: fc.constantFrom(null, 'Asia/Ho_Chi_Minh'),
      dateFormat: fc.constantFrom(null, 'M/D/YYYY'),
    });
    fc.assert(
      fc.property(fc.constantFrom(...files), changes, readings, (file, list, options) => {
        const from = performance.now();
        try {
          checkRows(read(mutated(contents.get(file)!, list), { ...options, country: null, mapping: {} }));
        } catch (error) {
          if (!(error instanceof UnreadableContentError)) throw error;
          expect(error.message).toBe(error.reason);
        }
        expect(performance.now() - from).toBeLessThan(longest);
      }),
      { numRuns: cases },
    );
  });
});

it('a FHIR file whose values are others than FHIR says is read or refused', () => {
  const { files } = formats.FHIR!;
  const contents = new Map(files.map((file) => [file, labInput(file)]));
  const reading = { timeZone: null, dateFormat: null };
  fc.assert(
    fc.property(fc.constantFrom(...files), grafts, (file, list) => {
      try {
        checkRows(readFhir(grafted(contents.get(file)!, list), reading));
      } catch (error) {
        if (!(error instanceof UnreadableContentError)) throw error;
      }
    }),
    { numRuns: 1_500 },
  );
});
