import { ResultStatus } from './test-result.vocabulary.js';

const { REGISTERED, PARTIAL, PRELIMINARY, FINAL, AMENDED, CORRECTED, APPENDED, CANCELLED, ENTERED_IN_ERROR } =
  ResultStatus;
const withdrawn = [CANCELLED, ENTERED_IN_ERROR];
const afterFinal = [AMENDED, CORRECTED, APPENDED, ...withdrawn];

/** The one transition table of a test result: from a status to those that may follow (FHIR R4 DiagnosticReport). */
const transitions: Readonly<Record<ResultStatus, readonly ResultStatus[]>> = {
  [REGISTERED]: [PARTIAL, PRELIMINARY, FINAL, ...withdrawn],
  [PARTIAL]: [PRELIMINARY, FINAL, ...withdrawn],
  [PRELIMINARY]: [FINAL, CORRECTED, ...withdrawn],
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
  return [FINAL, AMENDED, CORRECTED, APPENDED].includes(status);
}

/** Whether the result was taken back. */
export function isWithdrawn(status: ResultStatus): boolean {
  return withdrawn.includes(status);
}
