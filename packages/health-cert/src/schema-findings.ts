import { certificateProblems, type SchemaProblem } from './certificate-schema.js';
import { codeProblems } from './code-problems.js';
import { officialValueSets, type ValueSets } from './value-sets.js';

/** What schema and value sets say of a certificate: warnings beside the verdict, which they do not change. */
export interface SchemaFindings {
  /**
   * Whether the certificate keeps to its schema. Codes that no value set knows (CODE) do not count, nor do days in
   * another writing (FORMAT), which the schema's dialect only annotates.
   */
  readonly isValid: boolean;
  /** Paths and codes, never a value. */
  readonly findings: readonly SchemaProblem[];
}

/** What schema and value sets say of a certificate. */
export function schemaFindings(
  certificate: unknown,
  valueSets: ValueSets = officialValueSets,
): SchemaFindings {
  const problems = certificateProblems(certificate);
  return {
    isValid: problems.every(({ code }) => code === 'CODE' || code === 'FORMAT'),
    findings: [...problems, ...codeProblems(certificate, valueSets)],
  };
}
