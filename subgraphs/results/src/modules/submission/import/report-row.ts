import { knownTest } from '../codes.js';
import type { Problem } from '../problem.js';
import type { SubmittedRow } from '../process-submission.service.js';
import type { PatientInput, RunInput, SpecimenInput } from '../test-result.input.js';
import type { OutcomeReading } from './outcome.js';
import type { StatusReading } from './status.js';
import type { TestReading } from './test-code.js';

/** One result of a report, read from HL7 v2 or FHIR: both become a row here, so that they agree. */
export interface ReportedResult {
  readonly line: number | null;
  readonly accessionNumber: string;
  readonly patient: PatientInput | null;
  readonly test: TestReading;
  readonly subId: string;
  /** JRC Device Database. */
  readonly deviceId: string | null;
  readonly specimen: SpecimenInput;
  readonly run: RunInput;
  readonly specimenCollectedAt: string | null;
  readonly resultedAt: string | null;
  readonly outcome: OutcomeReading;
  readonly status: StatusReading;
  /** Something before it in the file could not be read: it may belong to another order, or another patient. */
  readonly isUncertain?: boolean;
}

/** The row of a result. What the reader alone can know to be wrong is told as problems; the judge does the rest. */
export function rowOf(result: ReportedResult): SubmittedRow {
  const { line, test, subId, deviceId, outcome, status } = result;
  const problems: Problem[] = [];
  if (result.isUncertain) problems.push({ field: '', code: 'MALFORMED_LINE' });
  if (status.problem) problems.push(status.problem);
  if (outcome.isContradictory) problems.push({ field: 'outcome', code: 'CONTRADICTORY_OUTCOME' });
  return {
    input: {
      accessionNumber: result.accessionNumber,
      patient: result.patient,
      // The name of a known test is ours, so that one test has one name.
      test: { code: test.code, subId, deviceId, name: knownTest(test.code) ? null : test.name },
      specimen: result.specimen,
      run: result.run,
      specimenCollectedAt: result.specimenCollectedAt,
      resultedAt: result.resultedAt,
      outcome: outcome.outcome,
      status: status.status,
    },
    line,
    ...(problems.length > 0 && { problems }),
    ...(status.finalisesStored && { finalisesStored: true }),
  };
}

/** A row for a part of the file that is no result. */
export function refusedRow(
  line: number | null,
  code: Problem['code'],
  accessionNumber?: string,
): SubmittedRow {
  return { input: { accessionNumber: accessionNumber ?? null }, line, problems: [{ field: '', code }] };
}
