import type { SchemaProblem } from './certificate-schema.js';
import type { ValueSets } from './value-sets.js';

type Codes = Readonly<Record<string, string>>;

/** The value set of each coded field (DCC schema 1.3.3, `valueset-uri`); the test result is the schema's to judge. */
const CODES: Readonly<Record<'t' | 'v' | 'r', Codes>> = {
  t: {
    tg: 'disease-agent-targeted',
    tt: 'covid-19-lab-test-type',
    ma: 'covid-19-lab-test-manufacturer-and-name',
    co: 'country-2-codes',
  },
  v: {
    tg: 'disease-agent-targeted',
    vp: 'sct-vaccines-covid-19',
    mp: 'vaccines-covid-19-names',
    ma: 'vaccines-covid-19-auth-holders',
    co: 'country-2-codes',
  },
  r: { tg: 'disease-agent-targeted', co: 'country-2-codes' },
};

/** The coded fields of a certificate whose code its value set does not hold: the path, never the code. */
export function codeProblems(certificate: unknown, valueSets: ValueSets): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  for (const [group, codes] of Object.entries(CODES)) {
    const entries = isRecord(certificate) ? certificate[group] : undefined;
    const entry: unknown = Array.isArray(entries) ? entries[0] : undefined;
    if (!isRecord(entry)) continue;
    for (const [field, name] of Object.entries(codes)) {
      const code = entry[field];
      if (typeof code !== 'string' || code === '' || !valueSets[name] || valueSets[name].includes(code))
        continue;
      problems.push({ path: `${group}.0.${field}`, code: 'CODE' });
    }
  }
  return problems;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
