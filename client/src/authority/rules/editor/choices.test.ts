import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { areComplete, type Choices, choicesOf, logicOf, usualChoices } from './choices.ts';
import type { DccRule } from './dcc-rule.ts';
import { writeRules } from './write-rules.ts';

const source = new URL('../../../../../subgraphs/results/src/data/rule-sets.json', import.meta.url);
const { sets } = JSON.parse(readFileSync(source, 'utf8')) as {
  sets: { code: string; jurisdiction: string; rules: DccRule[] }[];
};
const rulesOf = (code: string) => sets.find((set) => set.code === code)!.rules;
const rewritten = (code: string, given: Partial<Choices>) => {
  const rules = rulesOf(code);
  return writeRules({ ...choicesOf(rules)!, ...given }, 'VN-SG', rules, 1);
};

describe('the usual rule as plain choices', () => {
  test.each([
    ['VN-SG-2021-07', { pcr: [3, 'day'], antigen: [3, 'day'], clock: 'COLLECTION', exemptUnder: 2 }],
    ['VN-39-2021-07', { pcr: [7, 'day'], antigen: [7, 'day'], clock: 'RESULT', exemptUnder: 2 }],
    ['VN-13-2021-07', { pcr: [48, 'hour'], antigen: null, clock: 'COLLECTION', exemptUnder: 2 }],
    ['EU-TEMPLATE', { pcr: [72, 'hour'], antigen: [48, 'hour'], clock: 'COLLECTION', exemptUnder: null }],
  ])('%s is read as what it says', (code, { pcr, antigen, ...more }) => {
    const span = (given: (string | number)[] | null) => given && { count: given[0], unit: given[1] };
    expect(choicesOf(rulesOf(code))).toMatchObject({ pcr: span(pcr), antigen: span(antigen), ...more });
  });

  test.each(sets.map(({ code, jurisdiction }) => [code, jurisdiction]))(
    '%s is written again as it was, with its sentences',
    (code, jurisdiction) => {
      const rules = rulesOf(code);
      const choices = choicesOf(rules)!;
      expect(choices.sentences).toEqual({});
      expect(writeRules(choices, jurisdiction, rules, 1)).toEqual(rules);
    },
  );

  test('what they do not say is not read as if they did', () => {
    const [outcome, time] = rulesOf('ANY-72H-24H') as [DccRule, DccRule];
    expect(choicesOf([])).toBeNull();
    expect(choicesOf([outcome])).toBeNull();
    expect(choicesOf([time, outcome])).toBeNull();
    expect(choicesOf([outcome, { ...time, ValidTo: '2030-01-01T00:00:00Z' }])).toBeNull();
    expect(choicesOf([outcome, { ...time, CertificateType: 'Test' }])).toBeNull();
    const turned = JSON.parse(JSON.stringify(time).replace('LP6464-4', 'LP217198-3')) as DccRule;
    expect(choicesOf([outcome, turned])).toBeNull();
    const never = { ...time, Logic: { and: [time.Logic, false] } };
    expect(choicesOf([outcome, never])).toBeNull();
  });

  test('a part that says something else has its version raised; the others are as they were', () => {
    const rules = rewritten('ANY-72H-24H', { pcr: { count: 48, unit: 'hour' } });
    expect(rules.map(({ Identifier, Version }) => [Identifier, Version])).toEqual([
      ['TR-VN-0601', '1.0.0'],
      ['TR-VN-0602', '1.1.0'],
    ]);
    expect(rules[1]!.Description[1]!.desc).toBe(
      'The specimen must have been collected within the 48 hours (PCR) or 24 hours (antigen) before the check.',
    );
  });

  test('a part that is new has the next identifier', () => {
    const rules = rewritten('ANY-72H-24H', { antigen: null });
    expect(rules.map(({ Identifier }) => Identifier)).toEqual(['TR-VN-0601', 'TR-VN-0603', 'TR-VN-0602']);
    const written = writeRules(usualChoices, 'VN', [], 701);
    expect(written.map(({ Identifier }) => Identifier)).toEqual(['TR-VN-0701', 'TR-VN-0702']);
  });

  test('a sentence by hand stays, whatever else is chosen', () => {
    const sentences = { time: { vi: 'Ba ngày.', en: 'Three days.' } };
    const rules = rewritten('VN-SG-2021-07', { sentences, exemptUnder: 6 });
    expect(choicesOf(rules)).toMatchObject({ sentences, exemptUnder: 6 });
  });

  test('children are exempt from the age of the test and its kind, never from what came out', () => {
    const choices = { ...usualChoices, exemptUnder: 6 };
    expect(JSON.stringify(logicOf(choices, 'time'))).toContain('-6,"year"');
    expect(logicOf(choices, 'outcome')).toEqual(logicOf(usualChoices, 'outcome'));
  });

  test.each<[string, Partial<Choices>]>([
    ['no test', { pcr: null, antigen: null }],
    ['no number', { pcr: { count: Number.NaN, unit: 'hour' } }],
    ['half an hour', { pcr: { count: 0.5, unit: 'hour' } }],
    ['no time at all', { antigen: { count: 0, unit: 'hour' } }],
    ['grown-up children', { exemptUnder: 40 }],
    ['no beginning', { validFrom: '' }],
    ['an end before the beginning', { validTo: '2019-01-01T00:00:00Z' }],
  ])('choices with %s are not complete', (_, given) => {
    expect(areComplete(usualChoices)).toBe(true);
    expect(areComplete({ ...usualChoices, ...given })).toBe(false);
  });
});
