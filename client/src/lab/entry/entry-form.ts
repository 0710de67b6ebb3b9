import { parseBirthDate } from '../../people/birth-date.ts';
import type { TestResultInput } from '../../schema/lab-operations.ts';
import type { LabCatalogue } from '../words/lab-catalogue.ts';
import { parseLocalTime } from './local-time.ts';

/** The form for one result, as it is typed. */
export interface EntryForm {
  accessionNumber: string;
  fullName: string;
  dateOfBirth: string;
  sex: string;
  nationalId: string;
  phone: string;
  /** A LOINC code of the list, or empty for another test. */
  test: string;
  otherTest: string;
  deviceId: string;
  outcome: string;
  collectedAt: string;
  resultedAt: string;
  runId: string;
  instrument: string;
  kitLot: string;
}

/** A field of the form. */
export type EntryField = keyof EntryForm;

/** What is wrong with a field: a sentence, and the platform's code where it is the platform that says so. */
export interface FieldProblem {
  message: string;
  code?: string;
}

/** What is wrong with each field. */
export type FieldProblems = Partial<Record<EntryField, FieldProblem>>;

/** The field that shows what the platform says about a path of TestResultInput. */
const fieldOfPath: Readonly<Record<string, EntryField>> = {
  accessionNumber: 'accessionNumber',
  'patient.fullName': 'fullName',
  'patient.dateOfBirth': 'dateOfBirth',
  'patient.sex': 'sex',
  'patient.nationalId': 'nationalId',
  'patient.phone': 'phone',
  'test.code': 'test',
  'test.deviceId': 'deviceId',
  outcome: 'outcome',
  specimenCollectedAt: 'collectedAt',
  resultedAt: 'resultedAt',
  'run.id': 'runId',
  'run.instrument': 'instrument',
  'run.kitLot': 'kitLot',
};

const required: readonly EntryField[] = [
  'accessionNumber',
  'fullName',
  'dateOfBirth',
  'outcome',
  'collectedAt',
];

/** A form for the next person: the test, its device and the run stay, since they come in series. */
export function nextForm(before: EntryForm | null, now: string): EntryForm {
  return {
    accessionNumber: '',
    fullName: '',
    dateOfBirth: '',
    sex: '',
    nationalId: '',
    phone: '',
    test: before?.test ?? '94500-6',
    otherTest: before?.otherTest ?? '',
    deviceId: before?.deviceId ?? '',
    outcome: '',
    collectedAt: '',
    resultedAt: now,
    runId: before?.runId ?? '',
    instrument: before?.instrument ?? '',
    kitLot: before?.kitLot ?? '',
  };
}

/** What can be said about a form before it is sent. */
export function problemsOfForm(
  form: EntryForm,
  timeZone: string,
  today: Date,
  words: LabCatalogue,
): FieldProblems {
  const problems: FieldProblems = {};
  for (const field of required)
    if (form[field].trim() === '') problems[field] = { message: words.entry.required };
  if (form.test === '' && form.otherTest.trim() === '')
    problems.otherTest = { message: words.entry.required };
  if (!problems.dateOfBirth && parseBirthDate(form.dateOfBirth, today) === null) {
    problems.dateOfBirth = { message: words.entry.dateOfBirthInvalid };
  }
  for (const field of ['collectedAt', 'resultedAt'] as const) {
    const isWritten = form[field].trim() !== '';
    if (isWritten && parseLocalTime(form[field], timeZone) === null) {
      problems[field] = { message: words.entry.timeInvalid };
    }
  }
  return problems;
}

/** The form as the API takes it; what cannot be read here goes as it was typed, for the platform to judge. */
export function resultOfForm(form: EntryForm, timeZone: string, today: Date): TestResultInput {
  const text = (value: string) => value.normalize('NFC').trim() || null;
  const time = (value: string) => parseLocalTime(value, timeZone) ?? text(value);
  return {
    accessionNumber: text(form.accessionNumber),
    patient: {
      fullName: text(form.fullName),
      dateOfBirth: parseBirthDate(form.dateOfBirth, today) ?? text(form.dateOfBirth),
      sex: text(form.sex),
      nationalId: text(form.nationalId),
      phone: text(form.phone),
    },
    test: { code: text(form.test || form.otherTest), deviceId: text(form.deviceId) },
    run: { id: text(form.runId), instrument: text(form.instrument), kitLot: text(form.kitLot) },
    outcome: text(form.outcome),
    specimenCollectedAt: time(form.collectedAt),
    resultedAt: time(form.resultedAt),
  };
}

/** The platform's problems at the fields of the form, and those that belong to none of them. */
export function problemsAtFields(
  form: EntryForm,
  problems: readonly { field: string; code: string; message: string; hint: string }[],
): { atFields: FieldProblems; others: FieldProblem[] } {
  const atFields: FieldProblems = {};
  const others: FieldProblem[] = [];
  for (const { field, code, message, hint } of problems) {
    const problem = { message: `${message} ${hint}`, code };
    const known = fieldOfPath[field];
    const shown = known === 'test' && form.test === '' ? 'otherTest' : known;
    if (shown && !atFields[shown]) atFields[shown] = problem;
    else others.push(problem);
  }
  return { atFields, others };
}
