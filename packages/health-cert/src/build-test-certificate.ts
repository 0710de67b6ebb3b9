import { certificateProblems } from './certificate-schema.js';
import {
  COVID_19,
  type DigitalCovidCertificate,
  RESULT_DETECTED,
  RESULT_NOT_DETECTED,
  TEST_TYPE_NAAT,
  TEST_TYPE_RAPID_ANTIGEN,
  type TestEntry,
} from './digital-covid-certificate.js';
import { holderName, type ReportedName } from './holder-name.js';
import { NotCertifiableError } from './not-certifiable-error.js';
import { subClaimOfDisease } from './sub-claims.js';
import {
  isInValueSet,
  officialValueSets,
  VALUE_SET_COUNTRY,
  VALUE_SET_DISEASE,
  VALUE_SET_RAPID_TEST_DEVICE,
  VALUE_SET_TEST_TYPE,
  type ValueSets,
} from './value-sets.js';

/** The schema version that certificates are written in. */
const SCHEMA_VERSION = '1.3.3';

const MAX_LENGTH = 80;

/** What is known of one test when its certificate is issued. */
export interface TestFacts extends ReportedName {
  /** Certificate identifier, see `newUvci`. */
  readonly uvci: string;
  /** Country of the test, ISO 3166 alpha-2. */
  readonly country: string;
  /** Name of the issuing authority, at most 80 characters. */
  readonly issuer: string;
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly dateOfBirth: string;
  /** SNOMED CT. */
  readonly disease: string;
  /** LOINC part: LP6464-4 for NAAT, LP217198-3 for rapid antigen. */
  readonly testType: 'LP6464-4' | 'LP217198-3';
  /** Name of the NAAT; left out for rapid antigen, and cut after 80 characters. */
  readonly testName?: string;
  /** Number of the rapid antigen test in the official list of devices. */
  readonly deviceId?: string;
  readonly outcome: 'DETECTED' | 'NOT_DETECTED';
  /** ISO 8601 with an offset, seconds optional. */
  readonly specimenCollectedAt: string;
  /** Cut after 80 characters. */
  readonly testingCentre?: string;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  DETECTED: RESULT_DETECTED,
  NOT_DETECTED: RESULT_NOT_DETECTED,
};

/**
 * Writes the facts of one test as a DCC 1.3.3 with one test entry.
 *
 * @param valueSets the value sets to judge codes by; a trust bundle may bring newer ones
 * @throws NotCertifiableError with a reason, and never a personal value, when the schema or the value sets
 *   have no place for the facts
 */
export function buildTestCertificate(
  facts: TestFacts,
  valueSets: ValueSets = officialValueSets,
): DigitalCovidCertificate {
  requireDisease(valueSets, facts.disease);
  requireCode(valueSets, VALUE_SET_TEST_TYPE, facts.testType, 'TEST_TYPE_NOT_COVERED', 'testType');
  requireCode(valueSets, VALUE_SET_COUNTRY, facts.country, 'COUNTRY_UNKNOWN', 'country');
  const certificate: DigitalCovidCertificate = {
    ver: SCHEMA_VERSION,
    nam: holderName(facts),
    dob: birthDate(facts.dateOfBirth),
    t: [testEntry(facts, valueSets)],
  };
  return certificate;
}

/**
 * Refuses a certificate that leaves the schema.
 *
 * @throws NotCertifiableError FIELD_INVALID with the path of the field
 */
export function requireSchema(certificate: DigitalCovidCertificate): void {
  const problem = certificateProblems(certificate)[0];
  if (problem) throw new NotCertifiableError('FIELD_INVALID', problem.path);
}

function testEntry(facts: TestFacts, valueSets: ValueSets): TestEntry {
  const result = Object.hasOwn(OUTCOMES, facts.outcome) ? OUTCOMES[facts.outcome] : undefined;
  if (result === undefined) throw new NotCertifiableError('OUTCOME_NOT_CERTIFIABLE', 'outcome');
  return {
    tg: facts.disease,
    tt: facts.testType,
    ...(facts.testType === TEST_TYPE_NAAT && facts.testName && { nm: cut(facts.testName) }),
    ...(facts.testType === TEST_TYPE_RAPID_ANTIGEN && { ma: device(facts, valueSets) }),
    sc: collectionTime(facts.specimenCollectedAt),
    tr: result,
    ...(facts.testingCentre && { tc: cut(facts.testingCentre) }),
    co: facts.country,
    is: requiredText(facts.issuer, 'issuer'),
    ci: requiredText(facts.uvci, 'uvci'),
  };
}

function requireCode(
  valueSets: ValueSets,
  name: string,
  code: string,
  reason: NotCertifiableError['reason'],
  field: string,
): void {
  if (!code) throw new NotCertifiableError('FIELD_MISSING', field);
  if (!isInValueSet(valueSets, name, code)) throw new NotCertifiableError(reason, field);
}

/** COVID-19 by its value set; another disease by the registry of sub-claims. */
function requireDisease(valueSets: ValueSets, disease: string): void {
  if (disease && disease !== COVID_19 && subClaimOfDisease(disease)) return;
  requireCode(valueSets, VALUE_SET_DISEASE, disease, 'DISEASE_NOT_COVERED', 'disease');
}

/** The official list of devices holds those for COVID-19; of another disease's the laboratory's code is taken. */
function device({ deviceId, disease }: TestFacts, valueSets: ValueSets): string {
  if (!deviceId) throw new NotCertifiableError('DEVICE_MISSING', 'deviceId');
  if (disease !== COVID_19) return requiredText(deviceId, 'deviceId');
  requireCode(valueSets, VALUE_SET_RAPID_TEST_DEVICE, deviceId, 'DEVICE_NOT_LISTED', 'deviceId');
  return deviceId;
}

function birthDate(date: string): string {
  if (!date) throw new NotCertifiableError('FIELD_MISSING', 'dateOfBirth');
  const [, year, month = '01', day = '01'] = /^((?:19|20)\d\d)(?:-(\d\d))?(?:-(\d\d))?$/.exec(date) ?? [];
  if (year === undefined || !isCalendarDay(`${year}-${month}-${day}`)) {
    throw new NotCertifiableError('FIELD_INVALID', 'dateOfBirth');
  }
  return date;
}

/** Without fractions, which only make the QR larger; the offset stays, for it tells the local day. */
function collectionTime(time: string): string {
  if (!time) throw new NotCertifiableError('FIELD_MISSING', 'specimenCollectedAt');
  const [, day, hourAndMinute, second = ':00', offset] =
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(time) ?? [];
  const normalized = `${day}T${hourAndMinute}${second}${offset}`;
  if (day === undefined || !isCalendarDay(day) || Number.isNaN(Date.parse(normalized))) {
    throw new NotCertifiableError('FIELD_INVALID', 'specimenCollectedAt');
  }
  return normalized;
}

function isCalendarDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(8));
}

function requiredText(text: string, field: string): string {
  const trimmed = (text ?? '').trim();
  if (trimmed === '') throw new NotCertifiableError('FIELD_MISSING', field);
  if (trimmed.length > MAX_LENGTH && [...trimmed].length > MAX_LENGTH)
    throw new NotCertifiableError('FIELD_TOO_LONG', field);
  return trimmed.normalize('NFC');
}

function cut(text: string): string {
  const composed = text.normalize('NFC').trim();
  if (composed.length <= MAX_LENGTH) return composed;
  return [...composed].slice(0, MAX_LENGTH).join('').trimEnd();
}
