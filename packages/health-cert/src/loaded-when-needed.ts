import type { CheckpointRule } from './checkpoint-rule.js';
import type { CertificateJson, HealthCertClaims } from './cwt.js';
import type { RuleContext, RuleJudgement } from './evaluate-rules.js';
import type { SchemaFindings } from './schema-findings.js';
import type { ValueSets } from './value-sets.js';

/**
 * Rules with their engine, and the schema with its value sets, are larger than the rest of the verifier: a browser
 * loads them apart, at their first use.
 */
let ruleEngine: typeof import('./evaluate-rules.js') | undefined;
let schema: typeof import('./schema-findings.js') | undefined;

/** Judges by the rules; where the engine cannot be loaded every rule stays OPEN, which is no PASS. */
export async function judgementsOf(
  certificate: CertificateJson,
  rules: readonly CheckpointRule[],
  context: RuleContext,
): Promise<RuleJudgement[]> {
  if (rules.length === 0) return [];
  try {
    ruleEngine ??= await import('./evaluate-rules.js');
  } catch {
    return rules.map(({ id, description }) => ({ id, description, outcome: 'OPEN' }));
  }
  return ruleEngine.evaluateRules(rules, certificate, context);
}

/** The warnings of schema and value sets; none where they cannot be loaded, since no verdict stands on them. */
export async function findingsOf(
  { certificate, malformed }: HealthCertClaims,
  valueSets: ValueSets | undefined,
): Promise<SchemaFindings | undefined> {
  try {
    schema ??= await import('./schema-findings.js');
  } catch {
    return undefined;
  }
  const { isValid, findings } = schema.schemaFindings(certificate, valueSets);
  const claims = malformed.map((name) => ({ path: `claims.${name}`, code: 'TYPE' as const }));
  return { isValid, findings: [...claims, ...findings] };
}
