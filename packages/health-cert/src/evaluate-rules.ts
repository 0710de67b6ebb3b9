import { evaluate } from 'certlogic-js';
import type { CheckpointRule, RuleCertificateType } from './checkpoint-rule.js';
import {
  type CertificateGroup,
  certificateGroup,
  type DigitalCovidCertificate,
} from './digital-covid-certificate.js';
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
 * Judges a certificate by the rules in force, with CertLogic. A rule for another kind of certificate, or not in
 * force at the moment of the check, is left out. A rule is OPEN when it asks for an external fact that is not
 * known (the time of the result, say: it is never reckoned from the collection), or cannot be evaluated.
 */
export function evaluateRules(
  rules: readonly CheckpointRule[],
  certificate: DigitalCovidCertificate,
  context: RuleContext,
): RuleJudgement[] {
  const external = externalFacts(context);
  const type = TYPES[certificateGroup(certificate)];
  return newestInForce(rules, context.at)
    .filter((rule) => isFor(rule, type))
    .map((rule) => ({
      id: rule.id,
      description: rule.description,
      outcome: ruleOutcome(rule, certificate, external),
    }));
}

function ruleOutcome(
  rule: CheckpointRule,
  certificate: DigitalCovidCertificate,
  external: Readonly<Record<string, unknown>>,
): RuleOutcome {
  if (referencedExternals(rule.logic).some((name) => external[name] === undefined)) return 'OPEN';
  try {
    const result: unknown = evaluate(rule.logic, { payload: certificate, external });
    if (typeof result !== 'boolean') return 'OPEN';
    return result ? 'PASSED' : 'FAILED';
  } catch {
    return 'OPEN';
  }
}

function externalFacts(context: RuleContext): Record<string, unknown> {
  return {
    validationClock: context.at.toISOString(),
    resultedAt: context.resultedAt?.toISOString(),
    iat: context.issuedAt?.toISOString(),
    exp: context.expiresAt?.toISOString(),
    issuerCountryCode: context.issuer,
    kid: context.kid,
    valueSets: context.valueSets ?? officialValueSets,
  };
}

function isFor(rule: CheckpointRule, type: RuleCertificateType): boolean {
  return (rule.certificateType ?? 'General') === 'General' || rule.certificateType === type;
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
  const isStillToCome = rule.validFrom !== undefined && Date.parse(rule.validFrom) > at.getTime();
  const isOver = rule.validTo !== undefined && Date.parse(rule.validTo) < at.getTime();
  return !isStillToCome && !isOver;
}

function compareVersions(left: CheckpointRule, right: CheckpointRule): number {
  const [leftParts, rightParts] = [left, right].map((rule) => (rule.version ?? '0').split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (leftParts?.[index] ?? 0) - (rightParts?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The names after `external.` in every `var` of an expression. */
function referencedExternals(logic: unknown): string[] {
  if (Array.isArray(logic)) return logic.flatMap(referencedExternals);
  if (typeof logic !== 'object' || logic === null) return [];
  return Object.entries(logic).flatMap(([operator, operand]) => {
    if (operator !== 'var') return referencedExternals(operand);
    const [root, name] = String(operand).split('.');
    return root === 'external' && name ? [name] : [];
  });
}
