import { evaluate } from 'certlogic-js';
import { statedGroups } from './certificate-facts.js';
import type { CheckpointRule, RuleCertificateType } from './checkpoint-rule.js';
import type { CertificateGroup } from './digital-covid-certificate.js';
import { officialValueSets, type ValueSets } from './value-sets.js';

/** PASSED and FAILED as the rule says; OPEN where it cannot be judged. */
export type RuleOutcome = 'PASSED' | 'FAILED' | 'OPEN';

/** What a rule made of a certificate. */
export interface RuleJudgement {
  readonly id: string;
  readonly description: CheckpointRule['description'];
  readonly outcome: RuleOutcome;
}

/** What rules may ask for besides the certificate; they read it as `external`. */
export interface RuleContext {
  /** The moment of the check: `external.validationClock`. */
  readonly at: Date;
  /** When the result was established: `external.resultedAt`. */
  readonly resultedAt?: Date;
  readonly issuedAt?: Date;
  readonly expiresAt?: Date;
  /** Country of the issuer: `external.issuerCountryCode`. */
  readonly issuer?: string;
  readonly kid?: string;
  readonly valueSets?: ValueSets;
}

const TYPES: Readonly<Record<CertificateGroup, RuleCertificateType>> = {
  t: 'Test',
  v: 'Vaccination',
  r: 'Recovery',
};

/**
 * Judges a certificate by the rules in force, with CertLogic, as it is written: it need not keep to its schema. A rule for another kind of certificate, or not in
 * force at the moment of the check, is left out. A rule is OPEN when it asks for an external fact that is not
 * known (the time of the result, say: it is never reckoned from the collection), or cannot be evaluated.
 */
export function evaluateRules(
  rules: readonly CheckpointRule[],
  certificate: object,
  context: RuleContext,
): RuleJudgement[] {
  const types = statedGroups(certificate).map((group) => TYPES[group]);
  const inForce = newestInForce(rules, context.at).filter((rule) => isFor(rule, types));
  const external = externalFacts(inForce, context);
  return inForce.map((rule) => ({
    id: rule.id,
    description: rule.description,
    outcome: ruleOutcome(rule, certificate, external),
  }));
}

function ruleOutcome(
  rule: CheckpointRule,
  certificate: object,
  external: Readonly<Record<string, unknown>>,
): RuleOutcome {
  if (analysisOf(rule).externals.some((name) => external[name] === undefined)) return 'OPEN';
  try {
    const result: unknown = evaluate(rule.logic, { payload: certificate, external });
    if (typeof result !== 'boolean') return 'OPEN';
    return result ? 'PASSED' : 'FAILED';
  } catch {
    return 'OPEN';
  }
}

/** What each external fact is made of; times become texts only where a rule asks for them. */
const EXTERNALS: Readonly<Record<string, (context: RuleContext) => unknown>> = {
  validationClock: ({ at }) => at.toISOString(),
  resultedAt: ({ resultedAt }) => resultedAt?.toISOString(),
  iat: ({ issuedAt }) => issuedAt?.toISOString(),
  exp: ({ expiresAt }) => expiresAt?.toISOString(),
  issuerCountryCode: ({ issuer }) => issuer,
  kid: ({ kid }) => kid,
  valueSets: ({ valueSets }) => valueSets ?? officialValueSets,
};

function externalFacts(rules: readonly CheckpointRule[], context: RuleContext): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  for (const rule of rules) {
    for (const name of analysisOf(rule).externals) {
      if (!(name in facts) && Object.hasOwn(EXTERNALS, name)) facts[name] = EXTERNALS[name]!(context);
    }
  }
  return facts;
}

function isFor(
  { certificateType = 'General' }: CheckpointRule,
  types: readonly RuleCertificateType[],
): boolean {
  return certificateType === 'General' || types.includes(certificateType);
}

function newestInForce(rules: readonly CheckpointRule[], at: Date): CheckpointRule[] {
  const newest = new Map<string, CheckpointRule>();
  for (const rule of rules) {
    const rival = newest.get(rule.id);
    if (isInForce(rule, at) && (!rival || compareVersions(rule, rival) >= 0)) newest.set(rule.id, rule);
  }
  return [...newest.values()];
}

/** A rule whose dates cannot be read stays in force: better one rule too many than one dropped in silence. */
function isInForce(rule: CheckpointRule, at: Date): boolean {
  const { begins, ends } = analysisOf(rule);
  return !(begins > at.getTime()) && !(ends < at.getTime());
}

function compareVersions(left: CheckpointRule, right: CheckpointRule): number {
  const [leftParts, rightParts] = [left, right].map((rule) => (rule.version ?? '0').split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (leftParts?.[index] ?? 0) - (rightParts?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What a rule says of itself, read once: it judges many certificates. */
interface RuleAnalysis {
  /** The names after `external.` in every `var` of its logic. */
  readonly externals: readonly string[];
  /** Milliseconds; NaN where there is none, or none that can be read. */
  readonly begins: number;
  readonly ends: number;
}

const analysed = new WeakMap<CheckpointRule, RuleAnalysis>();

function analysisOf(rule: CheckpointRule): RuleAnalysis {
  let analysis = analysed.get(rule);
  if (!analysis) {
    const { logic, validFrom = '', validTo = '' } = rule;
    const externals = [...new Set(referencedExternals(logic))];
    analysis = { externals, begins: Date.parse(validFrom), ends: Date.parse(validTo) };
    analysed.set(rule, analysis);
  }
  return analysis;
}

function referencedExternals(logic: unknown): string[] {
  if (Array.isArray(logic)) return logic.flatMap(referencedExternals);
  if (typeof logic !== 'object' || logic === null) return [];
  return Object.entries(logic).flatMap(([operator, operand]) => {
    if (operator !== 'var') return referencedExternals(operand);
    const [root, name] = String(operand).split('.');
    return root === 'external' && name ? [name] : [];
  });
}
