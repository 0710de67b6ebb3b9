import type { CheckpointRule, PublishedDccRule } from './checkpoint-rule.js';

/** A DCC validation rule with all that its format asks for (DCC Validation Rules 1.02). */
export interface DccRule extends PublishedDccRule {
  readonly Type: 'Acceptance';
  readonly Country: string;
  readonly Region?: string;
  readonly SchemaVersion: '1.0.0';
  readonly Engine: 'CERTLOGIC';
  readonly EngineVersion: '0.7.5';
  readonly AffectedFields: readonly string[];
}

/** A rule that says nothing of when it is in force always is. */
const EARLIEST = '2020-01-01T00:00:00Z';
const LATEST = '9999-12-31T00:00:00Z';

/** Writes a checkpoint's rule in the DCC's format. @param jurisdiction ISO 3166-2, or null for the whole country */
export function dccRuleOf(rule: CheckpointRule, country: string, jurisdiction: string | null): DccRule {
  const region = jurisdiction?.split('-')[1];
  return {
    Identifier: rule.id,
    Type: 'Acceptance',
    Country: country,
    ...(region && { Region: region }),
    Version: rule.version ?? '1.0.0',
    SchemaVersion: '1.0.0',
    Engine: 'CERTLOGIC',
    EngineVersion: '0.7.5',
    CertificateType: rule.certificateType ?? 'General',
    Description: Object.entries(rule.description).map(([lang, desc]) => ({ lang, desc })),
    ValidFrom: rule.validFrom ?? EARLIEST,
    ValidTo: rule.validTo ?? LATEST,
    AffectedFields: affectedFields(rule.logic),
    Logic: rule.logic,
  };
}

/** The fields of the certificate that a rule reads, as `t.0.sc`. */
function affectedFields(logic: unknown): string[] {
  return [
    ...new Set(
      variablesIn(logic).flatMap((name) =>
        name.startsWith('payload.') ? [name.slice('payload.'.length)] : [],
      ),
    ),
  ];
}

/** The value sets that rules refer to, by their identifiers. */
export function valueSetsReferredTo(rules: readonly CheckpointRule[]): string[] {
  const prefix = 'external.valueSets.';
  const names = rules.flatMap(({ logic }) => variablesIn(logic));
  return [
    ...new Set(
      names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length).split('.')[0]!] : [])),
    ),
  ];
}

function variablesIn(logic: unknown): string[] {
  if (Array.isArray(logic)) return logic.flatMap(variablesIn);
  if (typeof logic !== 'object' || logic === null) return [];
  return Object.entries(logic).flatMap(([operator, operand]) =>
    operator === 'var' ? [String(operand)] : variablesIn(operand),
  );
}
