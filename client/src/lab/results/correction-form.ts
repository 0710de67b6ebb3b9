import type { CorrectResultInput, OwnResultDetailFragment } from '../../schema/lab-operations.ts';
import { parseLocalTime } from '../entry/local-time.ts';

/** A correction as it is typed. */
export interface CorrectionForm {
  outcome: string;
  collectedAt: string;
  resultedAt: string;
  /** The right phone, where a wrong one was sent; else empty. */
  phone: string;
  reason: string;
}

/** What is wrong with a correction, by its field. */
export type CorrectionProblems = Partial<
  Record<keyof CorrectionForm, 'required' | 'timeInvalid' | 'reasonMissing'>
>;

/** What keeps a correction from being sent. */
export function problemsOfCorrection(form: CorrectionForm, timeZone: string): CorrectionProblems {
  const problems: CorrectionProblems = {};
  if (form.outcome === '') problems.outcome = 'required';
  if (parseLocalTime(form.collectedAt, timeZone) === null) problems.collectedAt = 'timeInvalid';
  if (form.resultedAt.trim() !== '' && parseLocalTime(form.resultedAt, timeZone) === null) {
    problems.resultedAt = 'timeInvalid';
  }
  if (form.reason.trim() === '') problems.reason = 'reasonMissing';
  return problems;
}

/** The correction as the API takes it: what stands as it was is left out, so that no second is lost. */
export function correctionInput(
  resultId: string,
  form: CorrectionForm,
  before: CorrectionForm,
  timeZone: string,
): CorrectResultInput {
  const changed = (field: 'collectedAt' | 'resultedAt') =>
    form[field].trim() === before[field] ? undefined : parseLocalTime(form[field], timeZone);
  return {
    resultId,
    outcome: form.outcome as NonNullable<OwnResultDetailFragment['outcome']>,
    specimenCollectedAt: changed('collectedAt'),
    resultedAt: changed('resultedAt'),
    phone: form.phone.trim() || undefined,
    reason: form.reason.trim(),
  };
}
