import { describe, expect, it } from 'vitest';
import { isInValueSet, officialValueSets } from './value-sets.js';

describe('the official value sets', () => {
  it('hold Viet Nam, COVID-19 and a rapid test by its device number', () => {
    expect(isInValueSet(officialValueSets, 'country-2-codes', 'VN')).toBe(true);
    expect(isInValueSet(officialValueSets, 'disease-agent-targeted', '840539006')).toBe(true);
    expect(isInValueSet(officialValueSets, 'covid-19-lab-test-manufacturer-and-name', '1065')).toBe(true);
  });

  it('hold no code that is not listed, and nothing under an unknown name', () => {
    expect(isInValueSet(officialValueSets, 'disease-agent-targeted', '6142004')).toBe(false);
    expect(isInValueSet(officialValueSets, 'no-such-set', '1065')).toBe(false);
  });
});
