import data from './value-sets.json' with { type: 'json' };

/** Value sets by their official identifier, as certificates and rules refer to them. */
export type ValueSets = Readonly<Record<string, readonly string[]>>;

/** The official value sets that the entries of a certificate refer to; their source stands in the data file. */
export const officialValueSets: ValueSets = data.valueSets;

/** Official identifiers of the value sets of a test entry (eHealth Network value sets 1.14). */
export const VALUE_SET_COUNTRY = 'country-2-codes';
export const VALUE_SET_DISEASE = 'disease-agent-targeted';
export const VALUE_SET_TEST_TYPE = 'covid-19-lab-test-type';
export const VALUE_SET_RAPID_TEST_DEVICE = 'covid-19-lab-test-manufacturer-and-name';

/** Whether a value set holds a code; a set that is not there holds none. */
export function isInValueSet(valueSets: ValueSets, name: string, code: string): boolean {
  return valueSets[name]?.includes(code) ?? false;
}
