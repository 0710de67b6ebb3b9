import { phoneInE164, readDate, readDateTime } from '@ketqua/platform';
import { isWithdrawn } from '../test-result/status-transitions.js';
import {
  Outcome,
  ResultStatus,
  sexes,
  specimenKinds,
  specimenPurposes,
  TestMethod,
} from '../test-result/test-result.vocabulary.js';
import type { CanonicalResult, ReportedPatient } from './canonical-result.js';
import { cccdAgrees, isLoinc, isSnomed, knownTest } from './codes.js';
import { isFatal, type Problem, type ProblemCode } from './problem.js';
import type { SubmittedRow } from './process-submission.service.js';
import type { TestResultInput } from './test-result.input.js';

/** What rows are judged by, besides themselves. */
export interface JudgeSettings {
  readonly now: Date;
  /** Where a phone without a country prefix belongs: ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** A row's judgement: a result to store, unless a problem is fatal. Warnings stay beside the result. */
export interface Judgement {
  readonly result: CanonicalResult | null;
  readonly problems: readonly Problem[];
}

const nameLimit = 150;
const codeLimit = 100;
const clockTolerance = 5 * 60_000;
const oldestAge = 130;

/** Judges a row as it came in: what its reader found wrong with it already is its judgement. */
export function judgeSubmitted(row: SubmittedRow, settings: JudgeSettings): Judgement {
  return row.problems?.length ? { result: null, problems: row.problems } : judgeRow(row.input, settings, row);
}

/**
 * Judges one row by itself. A problem names the field and the remedy, never the value. A row that withdraws a stored
 * result, or finalises it without sending it again (`finalisesStored`), needs no facts: they stand in the store.
 */
export function judgeRow(
  row: TestResultInput,
  settings: JudgeSettings,
  { finalisesStored = false }: { finalisesStored?: boolean | undefined } = {},
): Judgement {
  if (isBlank(row)) return { result: null, problems: [{ field: '', code: 'BLANK_ROW' }] };
  const judge = new RowJudge(settings, finalisesStored && isBlank(row.outcome));
  const result = judge.result(row);
  return { result: judge.problems.some(isFatal) ? null : result, problems: judge.problems };
}

function isBlank(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.values(value).every(isBlank);
}

/** Whom a row names that names nobody; never stored. */
const nobody: ReportedPatient = {
  fullName: '',
  familyName: null,
  givenNames: null,
  dateOfBirth: '',
  sex: 'UNKNOWN',
  nationalId: null,
  isNationalIdConsistent: false,
  phone: null,
};

/** Visible ASCII characters alone. */
const plain = /^[\x21-\x7e]+$/;

type Written = string | null | undefined;

class RowJudge {
  readonly problems: Problem[] = [];

  constructor(
    private readonly settings: JudgeSettings,
    private readonly finalisesStored: boolean,
  ) {}

  result(row: TestResultInput): CanonicalResult {
    const status =
      this.oneOf('status', row.status, Object.values(ResultStatus), 'INVALID_STATUS') ?? ResultStatus.FINAL;
    const mayRest = this.finalisesStored || isWithdrawn(status);
    const namesPatient = !isBlank(row.patient);
    const specimenCollectedAt = this.time('specimenCollectedAt', row.specimenCollectedAt, !mayRest);
    const resultedAt = this.time('resultedAt', row.resultedAt, false);
    if (specimenCollectedAt && resultedAt && resultedAt < specimenCollectedAt) {
      this.refuse('resultedAt', 'RESULT_BEFORE_COLLECTION');
    }
    const test = this.test(row, mayRest);
    const rests = this.finalisesStored || (mayRest && !(namesPatient && specimenCollectedAt && test.disease));
    return {
      accessionNumber: this.text('accessionNumber', row.accessionNumber, codeLimit, true) ?? '',
      ...test,
      outcome: this.outcome(row.outcome, status),
      status,
      specimenKind: this.oneOf('specimen.kind', row.specimen?.kind, specimenKinds) ?? 'INDIVIDUAL',
      specimenPurpose: this.oneOf('specimen.purpose', row.specimen?.purpose, specimenPurposes),
      runId: this.text('run.id', row.run?.id, codeLimit),
      instrument: this.text('run.instrument', row.run?.instrument, codeLimit),
      kitLot: this.text('run.kitLot', row.run?.kitLot, codeLimit),
      specimenCollectedAt: specimenCollectedAt ?? this.settings.now,
      resultedAt,
      patient: mayRest && !namesPatient ? nobody : this.patient(row.patient),
      ...(rests && { restsOnStored: { namesPatient } }),
    };
  }

  private test({ test, disease }: TestResultInput, mayRest: boolean) {
    const testCode = this.text('test.code', test?.code, codeLimit, true) ?? '';
    const known = knownTest(testCode);
    if (testCode && !isLoinc(testCode)) this.refuse('test.code', 'INVALID_TEST_CODE');
    const method = this.oneOf('test.method', test?.method, Object.values(TestMethod));
    const code = this.text('disease', disease, codeLimit);
    if (code && !isSnomed(code)) this.refuse('disease', 'INVALID_DISEASE');
    else if (code && known && known.disease !== code) this.refuse('disease', 'DISEASE_DIFFERS');
    if (method && known && known.method !== method) this.refuse('test.method', 'METHOD_DIFFERS');
    if (isLoinc(testCode) && !known && !(method && code) && !mayRest)
      this.refuse('test.code', 'UNKNOWN_TEST_CODE');
    return {
      testCode,
      subId: this.text('test.subId', test?.subId, codeLimit) ?? '',
      testName: this.text('test.name', test?.name, nameLimit) ?? known?.name ?? null,
      deviceId: this.text('test.deviceId', test?.deviceId, codeLimit),
      method: method ?? known?.method ?? TestMethod.OTHER,
      disease: code ?? known?.disease ?? '',
    };
  }

  private outcome(written: Written, status: ResultStatus): Outcome | null {
    const outcome = this.oneOf('outcome', written, Object.values(Outcome), 'INVALID_OUTCOME');
    const open: readonly ResultStatus[] = [
      ResultStatus.REGISTERED,
      ResultStatus.PARTIAL,
      ResultStatus.PRELIMINARY,
      ResultStatus.CANCELLED,
      ResultStatus.ENTERED_IN_ERROR,
    ];
    if (!outcome && isBlank(written) && !open.includes(status) && !this.finalisesStored)
      this.refuse('outcome', 'REQUIRED');
    return outcome;
  }

  private patient(patient: TestResultInput['patient']): ReportedPatient {
    const familyName = this.text('patient.familyName', patient?.familyName, nameLimit);
    const givenNames = this.text('patient.givenNames', patient?.givenNames, nameLimit);
    const parts = [familyName, givenNames].filter(Boolean).join(' ');
    const fullName = this.text('patient.fullName', patient?.fullName, nameLimit, !parts) ?? parts;
    const dateOfBirth = this.dateOfBirth(patient?.dateOfBirth) ?? '';
    const sex = this.oneOf('patient.sex', patient?.sex, sexes) ?? 'UNKNOWN';
    const nationalId = this.nationalId(patient?.nationalId);
    const isCccd = nationalId !== null && /^\d{12}$/.test(nationalId);
    const isNationalIdConsistent = isCccd && cccdAgrees(nationalId, dateOfBirth, sex);
    if (isCccd && dateOfBirth && !isNationalIdConsistent)
      this.refuse('patient.nationalId', 'NATIONAL_ID_DIFFERS');
    return {
      fullName,
      familyName,
      givenNames,
      dateOfBirth,
      sex,
      nationalId,
      isNationalIdConsistent,
      phone: this.phone(patient?.phone),
    };
  }

  private dateOfBirth(written: Written): string | null {
    const text = this.text('patient.dateOfBirth', written, codeLimit, true);
    if (text === null) return null;
    const padded = /^\d{4}$/.test(text) ? `${text}-01-01` : /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text;
    if (!readDate(padded)) return this.refuse('patient.dateOfBirth', 'INVALID_DATE');
    const { now } = this.settings;
    // Births are told by the day where it is: nobody's zone is more than 14 hours ahead.
    const tomorrow = new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10);
    if (padded > tomorrow || Number(padded.slice(0, 4)) < now.getUTCFullYear() - oldestAge) {
      return this.refuse('patient.dateOfBirth', 'IMPOSSIBLE_BIRTH_DATE');
    }
    return text;
  }

  private nationalId(written: Written): string | null {
    const text =
      this.text('patient.nationalId', written, codeLimit)
        ?.replaceAll(/[\s.-]/g, '')
        .toUpperCase() ?? null;
    if (text === null) return null;
    return /^[A-Z0-9]{5,20}$/.test(text) ? text : this.refuse('patient.nationalId', 'INVALID_NATIONAL_ID');
  }

  private phone(written: Written): string | null {
    const text = this.text('patient.phone', written, codeLimit);
    if (text === null) return null;
    return phoneInE164(text, this.settings.country) ?? this.refuse('patient.phone', 'INVALID_PHONE');
  }

  private time(field: string, written: Written, isRequired: boolean): Date | null {
    const text = this.text(field, written, codeLimit, isRequired);
    if (text === null) return null;
    const value = readDateTime(text);
    if (!value) return this.refuse(field, readDateTime(`${text}Z`) ? 'TIME_WITHOUT_OFFSET' : 'INVALID_TIME');
    if (value.getTime() > this.settings.now.getTime() + clockTolerance)
      return this.refuse(field, 'TIME_IN_FUTURE');
    return value;
  }

  private oneOf<Value extends string>(
    field: string,
    written: Written,
    values: readonly Value[],
    code: ProblemCode = 'INVALID_VALUE',
  ): Value | null {
    const text = this.text(field, written, codeLimit)?.toUpperCase().replaceAll(/[\s-]/g, '_');
    if (!text) return null;
    return values.find((value) => value === text) ?? this.refuse(field, code);
  }

  private text(field: string, written: Written, limit: number, isRequired = false): string | null {
    if (!written) return isRequired ? this.refuse(field, 'REQUIRED') : null;
    // Most codes, dates and phones are what they are already.
    if (written.length <= limit && plain.test(written)) return written;
    const text = written.normalize('NFC').trim().replaceAll(/ {2,}/g, ' ');
    if (text === '') return isRequired ? this.refuse(field, 'REQUIRED') : null;
    if (text.length > limit) return this.refuse(field, 'TOO_LONG');
    return /\p{Cc}|\p{Zl}|\p{Zp}/u.test(text) ? this.refuse(field, 'INVALID_CHARACTERS') : text;
  }

  private refuse(field: string, code: ProblemCode): null {
    this.problems.push({ field, code });
    return null;
  }
}
