import {
  type DigitalCovidCertificate,
  RESULT_DETECTED,
  RESULT_NOT_DETECTED,
} from './digital-covid-certificate.js';

/** A place where a certificate leaves its schema: the path and what is wrong, never the value. */
export interface SchemaProblem {
  readonly path: string;
  readonly code: 'MISSING' | 'TYPE' | 'LENGTH' | 'PATTERN' | 'COUNT' | 'CODE';
}

type Check = (value: unknown) => SchemaProblem['code'] | undefined;
type Fields = Readonly<Record<string, { readonly check: Check; readonly isRequired: boolean }>>;

/**
 * The schema's bound for names and identifiers. It is set for every text, and before any pattern: a pattern over
 * 60,000 characters that a forger chose would take minutes.
 */
const MAX_TEXT_LENGTH = 80;

/** The schema leaves the dots unescaped, which backtracks; they are meant. */
const VERSION = /^\d+\.\d+\.\d+$/;

/** Restricted to 1900-2099 or empty, as the schema's pattern says. */
const BIRTH_DATE = /^((19|20)\d\d(-\d\d){0,2})?$/;

/** The forms of a date-time that CertLogic reads; the schema's own examples leave out colon and minutes. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{1,2}(:?\d{2})?)?$/;

/** Some countries write a date-time where the schema asks for a date. */
const DATE = /^\d{4}-\d{2}-\d{2}(T\S{0,40})?$/;

const IDENTITY_OF_ENTRY: Fields = {
  tg: required(text()),
  co: required(text(/[A-Z]{1,10}/)),
  is: required(text()),
  ci: required(text()),
};

const TEST_ENTRY: Fields = {
  ...IDENTITY_OF_ENTRY,
  tt: required(text()),
  nm: optional(text()),
  ma: optional(text()),
  sc: required(text(DATE_TIME, isRealDay)),
  tr: required(testResult),
  tc: optional(text()),
};

const VACCINATION_ENTRY: Fields = {
  ...IDENTITY_OF_ENTRY,
  vp: required(text()),
  mp: required(text()),
  ma: required(text()),
  dn: required(dose),
  sd: required(dose),
  dt: required(text(DATE, isRealDay)),
};

const RECOVERY_ENTRY: Fields = {
  ...IDENTITY_OF_ENTRY,
  fr: required(text(DATE, isRealDay)),
  df: required(text(DATE, isRealDay)),
  du: required(text(DATE, isRealDay)),
};

const GROUPS = { v: VACCINATION_ENTRY, t: TEST_ENTRY, r: RECOVERY_ENTRY } as const;

const PERSON_NAME: Fields = {
  fn: optional(text()),
  fnt: optional(text(/^[A-Z<]*$/)),
  gn: optional(text()),
  gnt: optional(text(/^[A-Z<]*$/)),
};

/**
 * Checks a value against the DCC schema 1.3.3: the hand-written twin of DCC.combined-schema.json, so that no
 * schema engine has to travel to an officer's phone. Codes are not compared with value sets, which is a matter
 * of rules, except the test result: nobody may read an unknown outcome as a harmless one.
 *
 * @returns every place where the value leaves the schema; empty means valid
 */
export function certificateProblems(value: unknown): SchemaProblem[] {
  if (!isRecord(value)) return [{ path: '', code: 'TYPE' }];
  return [
    ...fieldProblems(value, '', {
      ver: required(text(VERSION)),
      dob: required(text(BIRTH_DATE)),
    }),
    ...nameProblems(value.nam),
    ...groupProblems(value),
  ];
}

/** Whether a value is a certificate by the schema. */
export function isDigitalCovidCertificate(value: unknown): value is DigitalCovidCertificate {
  return certificateProblems(value).length === 0;
}

function nameProblems(name: unknown): SchemaProblem[] {
  if (name === undefined) return [{ path: 'nam', code: 'MISSING' }];
  if (!isRecord(name)) return [{ path: 'nam', code: 'TYPE' }];
  const problems = fieldProblems(name, 'nam.', PERSON_NAME);
  return 'fnt' in name || 'gnt' in name ? problems : [...problems, { path: 'nam.fnt', code: 'MISSING' }];
}

function groupProblems(certificate: Record<string, unknown>): SchemaProblem[] {
  const present = (['v', 't', 'r'] as const).filter((group) => certificate[group] !== undefined);
  const group = present[0];
  if (group === undefined || present.length > 1) return [{ path: present.join(','), code: 'COUNT' }];
  const entries = certificate[group];
  if (!Array.isArray(entries)) return [{ path: group, code: 'TYPE' }];
  if (entries.length !== 1) return [{ path: group, code: 'COUNT' }];
  const entry: unknown = entries[0];
  if (!isRecord(entry)) return [{ path: `${group}.0`, code: 'TYPE' }];
  return fieldProblems(entry, `${group}.0.`, GROUPS[group]);
}

function fieldProblems(record: Record<string, unknown>, prefix: string, fields: Fields): SchemaProblem[] {
  return Object.entries(fields).flatMap(([field, { check, isRequired }]) => {
    const path = prefix + field;
    if (record[field] === undefined) return isRequired ? [{ path, code: 'MISSING' as const }] : [];
    const code = check(record[field]);
    return code === undefined ? [] : [{ path, code }];
  });
}

function required(check: Check) {
  return { check, isRequired: true };
}

function optional(check: Check) {
  return { check, isRequired: false };
}

function text(pattern?: RegExp, isReal?: (value: string) => boolean): Check {
  return (value) => {
    if (typeof value !== 'string') return 'TYPE';
    // The schema counts characters, not UTF-16 units.
    if ([...value].length > MAX_TEXT_LENGTH) return 'LENGTH';
    if (pattern && !pattern.test(value)) return 'PATTERN';
    return isReal && !isReal(value) ? 'PATTERN' : undefined;
  };
}

/** Whether the day of an ISO 8601 date or date-time exists, which a pattern cannot say. */
function isRealDay(value: string): boolean {
  const day = value.slice(0, 10);
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}

function testResult(value: unknown): SchemaProblem['code'] | undefined {
  if (typeof value !== 'string') return 'TYPE';
  return value === RESULT_DETECTED || value === RESULT_NOT_DETECTED ? undefined : 'CODE';
}

function dose(value: unknown): SchemaProblem['code'] | undefined {
  if (!Number.isInteger(value)) return 'TYPE';
  return (value as number) >= 1 ? undefined : 'PATTERN';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
