import { describe, expect, it } from 'vitest';
import { isLoinc, isSnomed, knownTest } from '../modules/submission/codes.js';
import { Outcome, ResultStatus, TestMethod } from '../modules/test-result/test-result.vocabulary.js';
import diseases from './diseases.json' with { type: 'json' };
import tests from './loinc-tests.json' with { type: 'json' };
import without from './observations-without-result.json' with { type: 'json' };
import outcomes from './outcome-words.json' with { type: 'json' };
import statuses from './result-statuses.json' with { type: 'json' };
import specimens from './specimen-kinds.json' with { type: 'json' };

describe('the tables of codes', () => {
  it('hold only LOINC codes whose check digit is right', () => {
    const codes = [
      ...Object.keys(tests.tests),
      ...Object.keys(without.questions),
      ...Object.keys(without.components),
    ];
    expect(codes.filter((code) => !isLoinc(code))).toEqual([]);
  });

  it('hold only SNOMED CT identifiers whose check digit is right', () => {
    const numbers = [...Object.keys(outcomes.words), ...Object.keys(specimens.purposes)].filter((word) =>
      /^\d+$/.test(word),
    );
    const codes = [
      ...Object.keys(diseases.diseases),
      ...Object.values(tests.tests).map(({ disease }) => disease),
      ...outcomes.nameOfTheDisease,
      ...specimens.outcomesOfPools,
      ...Object.keys(without.snomed),
      ...numbers,
    ];
    expect(codes.filter((code) => !isSnomed(code))).toEqual([]);
  });

  it('name every disease that a test finds', () => {
    const named = Object.values(tests.tests).filter(
      ({ disease }) => !Object.hasOwn(diseases.diseases, disease),
    );
    expect(named).toEqual([]);
  });

  it('give canonical values only', () => {
    const methods: string[] = Object.values(TestMethod);
    const canonical: string[] = Object.values(Outcome);
    const known: string[] = [...Object.values(ResultStatus), 'WITHOUT_MEANING', 'FINALISES'];
    expect(Object.values(tests.tests).filter(({ method }) => !methods.includes(method))).toEqual([]);
    const words = [...Object.values(outcomes.words), ...Object.values(outcomes.interpretations.codes)];
    expect(words.filter((word) => !canonical.includes(word))).toEqual([]);
    const { observation, report, fhirObservation, fhirReport } = statuses;
    const all = [observation, report, fhirObservation, fhirReport].flatMap((table) =>
      Object.values<string>(table),
    );
    expect(all.filter((status) => !known.includes(status))).toEqual([]);
  });

  it('have no test that is a question or a component', () => {
    const listed = [...Object.keys(without.questions), ...Object.keys(without.components)];
    expect(listed.filter((code) => knownTest(code))).toEqual([]);
  });

  it('call no antibody test anything but SEROLOGY', () => {
    const antibodies = Object.values(tests.tests).filter(({ name }) =>
      /\b(?:Ab|Ig[AGM]|antibody)\b/.test(name),
    );
    expect(antibodies.length).toBeGreaterThan(20);
    expect(antibodies.filter(({ method }) => method !== 'SEROLOGY')).toEqual([]);
  });
});
