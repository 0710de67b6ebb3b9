import { ResultStatus } from './test-result.vocabulary.js';

const { REGISTERED, PARTIAL, PRELIMINARY, FINAL, AMENDED, CORRECTED, APPENDED, CANCELLED, ENTERED_IN_ERROR } =
  ResultStatus;
const withdrawn = [CANCELLED, ENTERED_IN_ERROR];

/** The statuses by which a lab stands. */
export const finalStatuses: readonly ResultStatus[] = [FINAL, AMENDED, CORRECTED, APPENDED];
/** The statuses of what was taken back. */
export const withdrawnStatuses: readonly ResultStatus[] = withdrawn;

const afterFinal = [AMENDED, CORRECTED, APPENDED, ...withdrawn];

/**
 * The one transition table of a test result: from a status to those that may follow. FHIR R4 DiagnosticReport.status
 * gives the meanings: AMENDED, CORRECTED and APPENDED speak of what was final, and each may follow the others; a lab
 * whose system sends once an hour may have made a result final and corrected it since, so they may follow what we
 * know as open, too. What was final never becomes open again, and what was withdrawn stays so.
 */
const transitions: Readonly<Record<ResultStatus, readonly ResultStatus[]>> = {
  [REGISTERED]: [PARTIAL, PRELIMINARY, FINAL, ...afterFinal],
  [PARTIAL]: [PRELIMINARY, FINAL, ...afterFinal],
  [PRELIMINARY]: [FINAL, ...afterFinal],
  [FINAL]: afterFinal,
  [AMENDED]: afterFinal,
  [CORRECTED]: afterFinal,
  [APPENDED]: afterFinal,
  [CANCELLED]: [],
  [ENTERED_IN_ERROR]: [],
};

/** Whether a result in status `from` may become `to`. A correction of a correction stays CORRECTED. */
export function mayBecome(from: ResultStatus, to: ResultStatus): boolean {
  return transitions[from].includes(to);
}

/** Whether the lab stands by an outcome: only then may a person see it. */
export function isFinal(status: ResultStatus): boolean {
  return finalStatuses.includes(status);
}

/** Whether the result was taken back. */
export function isWithdrawn(status: ResultStatus): boolean {
  return withdrawn.includes(status);
}

/** How a result in status `from` is withdrawn. FHIR R4: what was final was entered in error, never just cancelled. */
export function withdrawalOf(from: ResultStatus, wanted: ResultStatus = CANCELLED): ResultStatus {
  return isFinal(from) ? ENTERED_IN_ERROR : wanted;
}
