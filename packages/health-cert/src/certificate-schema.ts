import {
  type DigitalCovidCertificate,
  RESULT_DETECTED,
  RESULT_NOT_DETECTED,
} from './digital-covid-certificate.js';

/** A place where a certificate leaves its schema: the path and what is wrong, never the value. */
export interface SchemaProblem {
  readonly path: string;
  /** FORMAT: a day, but not written as a date or date-time of its schema; CODE: in no value set. */
  readonly code: 'MISSING' | 'TYPE' | 'LENGTH' | 'PATTERN' | 'FORMAT' | 'COUNT' | 'CODE';
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

/**
 * Schema 1.0.x asked for a date of any century (and by a mistaken pattern refused the 10th and 20th), and let
 * the groups that state nothing stand as empty lists.
 */
const EARLY_VERSION = /^1\.0\.\d{1,9}$/;
const EARLY_BIRTH_DATE = /^(\d{4}(-\d\d){0,2}(T\S{0,40})?)?$/;

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
  sc: required(day(DATE_TIME)),
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
  dt: required(day(DATE)),
};

const RECOVERY_ENTRY: Fields = {
  ...IDENTITY_OF_ENTRY,
  fr: required(day(DATE)),
  df: required(day(DATE)),
  du: required(day(DATE)),
};

const GROUPS = { v: VACCINATION_ENTRY, t: TEST_ENTRY, r: RECOVERY_ENTRY } as const;

const CERTIFICATE: Fields = { ver: required(text(VERSION)), dob: required(text(BIRTH_DATE)) };
const EARLY_CERTIFICATE: Fields = { ver: required(text(VERSION)), dob: required(text(EARLY_BIRTH_DATE)) };

const PERSON_NAME: Fields = {
  fn: optional(text()),
  fnt: optional(text(/^[A-Z<]*$/)),
  gn: optional(text()),
  gnt: optional(text(/^[A-Z<]*$/)),
};

/**
 * Checks a value against the DCC schema 1.3.3, or what 1.0.x allowed where it says that it is that old: the hand-written twin of DCC.combined-schema.json, so that no
 * schema engine has to travel to an officer's phone. Codes are not compared with value sets, which is a matter
 * of rules, except the test result: nobody may read an unknown outcome as a harmless one.
 *
 * @returns every place where the value leaves the schema; empty means valid
 */
export function certificateProblems(value: unknown): SchemaProblem[] {
  if (!isRecord(value)) return [{ path: '', code: 'TYPE' }];
  const isEarly = typeof value.ver === 'string' && EARLY_VERSION.test(value.ver);
  return [
    ...fieldProblems(value, '', isEarly ? EARLY_CERTIFICATE : CERTIFICATE),
    ...nameProblems(value.nam),
    ...groupProblems(value, isEarly),
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

function groupProblems(certificate: Record<string, unknown>, isEarly: boolean): SchemaProblem[] {
  const present = (['v', 't', 'r'] as const).filter((group) => {
    const entries = certificate[group];
    return entries !== undefined && !(isEarly && Array.isArray(entries) && entries.length === 0);
  });
  const group = present[0];
  if (group === undefined || present.length > 1) return [{ path: present.join(','), code: 'COUNT' }];
  const entries = certificate[group];
  if (!Array.isArray(entries)) return [{ path: group, code: 'TYPE' }];
  if (entries.length !== 1) return [{ path: group, code: 'COUNT' }];
  const entry: unknown = entries[0];
  if (!isRecord(entry)) return [{ path: `${group}.0`, code: 'TYPE' }];
  return fieldProblems(entry, `${group}.0.`, GROUPS[group]);
}

/** One pass without lists in between: every certificate that is issued goes through it. */
function fieldProblems(record: Record<string, unknown>, prefix: string, fields: Fields): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  for (const field in fields) {
    const { check, isRequired } = fields[field]!;
    const value = record[field];
    if (value === undefined) {
      if (isRequired) problems.push({ path: prefix + field, code: 'MISSING' });
      continue;
    }
    const code = check(value);
    if (code !== undefined) problems.push({ path: prefix + field, code });
  }
  return problems;
}

function required(check: Check) {
  return { check, isRequired: true };
}

function optional(check: Check) {
  return { check, isRequired: false };
}

function text(pattern?: RegExp): Check {
  return (value) => {
    if (typeof value !== 'string') return 'TYPE';
    // The schema counts characters, not UTF-16 units.
    if (value.length > MAX_TEXT_LENGTH && [...value].length > MAX_TEXT_LENGTH) return 'LENGTH';
    return pattern && !pattern.test(value) ? 'PATTERN' : undefined;
  };
}

/** A text that begins with a day that exists; the rest is what the schema's `format` says, which only annotates. */
function day(format: RegExp): Check {
  const isText = text();
  return (value) => {
    const code = isText(value);
    if (code !== undefined) return code;
    if (!isRealDay(value as string)) return 'PATTERN';
    return format.test(value as string) ? undefined : 'FORMAT';
  };
}

/** Whether the day of an ISO 8601 date or date-time exists, which a pattern cannot say. */
function isRealDay(value: string): boolean {
  const day = value.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).getUTCDate() === Number(day.slice(8));
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
