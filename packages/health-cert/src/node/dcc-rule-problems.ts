import type { CertLogicExpression } from 'certlogic-js';
import { dataAccesses, validateFormat } from 'certlogic-js/dist/validation/index.js';
import type { DccRule } from '../dcc-rule.js';
import { costTooMuch, isTooDeep, isWellFormed } from './rule-bounds.js';

/** Where rules leave the format that verifiers read: the path in the JSON, and what is wrong there. */
export interface RuleProblem {
  /** For example `0.Description`; empty for the whole. */
  readonly path: string;
  /**
   * JSON: it is none. COUNT: none or too many. MISSING, TYPE, PATTERN: a field. LANGUAGE: it is not told in both
   * languages. ORDER: it ends before it begins. LOGIC: no CertLogic. FACT: it asks for what no verifier knows.
   * DUPLICATE: two with one identifier and version. SIZE: too deep, or together too much work for a verification.
   * TEXT: a character that is none.
   */
  readonly code:
    | 'JSON'
    | 'COUNT'
    | 'MISSING'
    | 'TYPE'
    | 'PATTERN'
    | 'LANGUAGE'
    | 'ORDER'
    | 'LOGIC'
    | 'FACT'
    | 'DUPLICATE'
    | 'SIZE'
    | 'TEXT';
}

/** So many rules are read by an officer at once, and travel in every trust bundle. */
const MOST_RULES = 20;
const LONGEST_JSON = 50_000;
const LONGEST_DESCRIPTION = 300;

const PATTERNS: Readonly<Record<string, RegExp>> = {
  Identifier: /^(GR|VR|TR|RR|IR)-[A-Z]{2}-\d{4}$/,
  Type: /^Acceptance$/,
  Country: /^[A-Z]{2}$/,
  Version: /^\d{1,4}\.\d{1,4}\.\d{1,4}$/,
  SchemaVersion: /^1\.\d\.\d$/,
  Engine: /^CERTLOGIC$/,
  EngineVersion: /^\d+\.\d+\.\d+$/,
  CertificateType: /^(General|Test|Vaccination|Recovery)$/,
  ValidFrom: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  ValidTo: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
};

/** What rules can know besides the certificate (see RuleContext). */
const FACTS = /^external\.(validationClock|resultedAt|iat|exp|issuerCountryCode|kid|valueSets(\.[\w-]+)?)$/;
const FIELDS = /^payload(\.(ver|dob|nam(\.\w+)?|[tvr](\.\d+(\.\w+)?)?))?$/;

/**
 * Reads rules as somebody wrote them, in the format of DCC Validation Rules 1.02, and judges each by itself.
 *
 * @param json a JSON array of rules
 * @returns the rules where nothing is wrong with any; else every problem
 */
export function readDccRules(json: string): { rules: readonly DccRule[] } | { problems: RuleProblem[] } {
  let rules: unknown;
  try {
    rules = json.length <= LONGEST_JSON ? JSON.parse(json) : undefined;
  } catch {
    return { problems: [{ path: '', code: 'JSON' }] };
  }
  if (!Array.isArray(rules) || rules.length === 0 || rules.length > MOST_RULES) {
    return { problems: [{ path: '', code: 'COUNT' }] };
  }
  const unbounded = rules.findIndex((rule) => isTooDeep(rule));
  if (unbounded >= 0) return { problems: [{ path: String(unbounded), code: 'SIZE' }] };
  const problems = [...rules.flatMap(problemsOf), ...duplicates(rules)];
  if (costTooMuch(rules.map((rule: unknown) => (isRecord(rule) ? rule.Logic : null)))) {
    problems.push({ path: '', code: 'SIZE' });
  }
  return problems.length ? { problems } : { rules: rules as DccRule[] };
}

function problemsOf(rule: unknown, index: number): RuleProblem[] {
  const at = (field: string, code: RuleProblem['code']) => ({ path: `${index}.${field}`, code });
  if (!isRecord(rule)) return [{ path: String(index), code: 'TYPE' }];
  if (!isWellFormed(rule)) return [{ path: String(index), code: 'TEXT' }];
  const fields = Object.entries(PATTERNS).flatMap(([field, pattern]): RuleProblem[] => {
    const value = rule[field];
    if (value === undefined) return [at(field, 'MISSING')];
    if (typeof value !== 'string') return [at(field, 'TYPE')];
    const isTime = field === 'ValidFrom' || field === 'ValidTo';
    return pattern.test(value) && !(isTime && Number.isNaN(Date.parse(value))) ? [] : [at(field, 'PATTERN')];
  });
  const isReversed = Date.parse(String(rule.ValidFrom)) >= Date.parse(String(rule.ValidTo));
  return [
    ...fields,
    ...(isReversed ? [at('ValidTo', 'ORDER')] : []),
    ...(isToldInBoth(rule.Description) ? [] : [at('Description', 'LANGUAGE')]),
    ...logicProblems(rule.Logic).map((code) => at('Logic', code)),
  ];
}

function isToldInBoth(description: unknown): boolean {
  if (!Array.isArray(description)) return false;
  const isTold = (wanted: string) =>
    description.some((each: unknown) => {
      if (!isRecord(each) || each.lang !== wanted || typeof each.desc !== 'string') return false;
      return each.desc.trim() !== '' && each.desc.length <= LONGEST_DESCRIPTION;
    });
  return isTold('vi') && isTold('en');
}

function logicProblems(logic: unknown): RuleProblem['code'][] {
  if (logic === undefined) return ['MISSING'];
  try {
    if (!isRecord(logic) || validateFormat(logic).length > 0) return ['LOGIC'];
    const accesses = dataAccesses(logic as CertLogicExpression);
    return accesses.every((access) => FACTS.test(access) || FIELDS.test(access)) ? [] : ['FACT'];
  } catch {
    return ['LOGIC'];
  }
}

function duplicates(rules: readonly unknown[]): RuleProblem[] {
  const seen = new Set<string>();
  return rules.flatMap((rule, index): RuleProblem[] => {
    if (!isRecord(rule)) return [];
    const name = `${rule.Identifier} ${rule.Version}`;
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [{ path: `${index}.Identifier`, code: 'DUPLICATE' }];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
