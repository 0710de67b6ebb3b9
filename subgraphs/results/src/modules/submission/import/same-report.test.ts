import { describe, expect, it } from 'vitest';
import { labInput } from '../../../testing/lab-inputs.js';
import { judgeSubmitted } from '../judge-row.js';
import type { SubmittedRow } from '../process-submission.service.js';
import { readFhir } from './fhir/read-fhir.js';
import { readHl7v2 } from './hl7v2/read-hl7v2.js';

const settings = { now: new Date('2026-11-24T00:00:00Z'), country: 'VN' };
const reading = { timeZone: null, dateFormat: null };

/** What is stored of a file, or what it is refused for, whichever order its results came in. */
function judged(rows: readonly SubmittedRow[]) {
  return rows
    .map((row) => ({ test: row.input.test?.code, ...judgeSubmitted(row, settings) }))
    .sort((a, b) => (a.test ?? '').localeCompare(b.test ?? ''));
}

const fromHl7v2 = (name: string) => judged(readHl7v2(labInput(`hl7v2/${name}.hl7`), reading));
const fromFhir = (name: string) => judged(readFhir(labInput(`fhir/${name}.fhir`), reading));

describe('the same report in HL7 v2 and in FHIR', () => {
  it.each([
    ['sample_AK_20240220-0001', 3],
    ['sample_AL_20240624-0001', 1],
    ['sample_AR_20240805-0001', 3],
    ['sample_AZ_20240424-0001', 2],
    ['sample_FL_20240702-0001', 3],
    ['sample_HI_20240304-0001', 3],
    ['sample_SR_ENTEREDINERROR_20240904-0001', 1],
  ])('%s gives the same canonical results', (name, count) => {
    const results = fromHl7v2(name);
    expect(results).toHaveLength(count);
    expect(results.every(({ result }) => result !== null)).toBe(true);
    expect(fromFhir(name)).toEqual(results);
  });

  // Its test code, 94558-5, is none (the check digit of 94558-4 is 4), and neither file says when it was collected.
  it('sample_bundle_multiple_observations is refused for the same two reasons', () => {
    const refused = fromHl7v2('sample_bundle_multiple_observations');
    expect(refused[0]?.problems.map(({ field, code }) => `${field} ${code}`)).toEqual([
      'specimenCollectedAt REQUIRED',
      'test.code INVALID_TEST_CODE',
    ]);
    expect(fromFhir('sample_bundle_multiple_observations')).toEqual(refused);
  });
});
