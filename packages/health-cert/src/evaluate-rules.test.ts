import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CheckpointRule,
  checkpointRuleFrom,
  notDetectedWithin72Hours,
  type PublishedDccRule,
} from './checkpoint-rule.js';
import type { DigitalCovidCertificate, TestEntry } from './digital-covid-certificate.js';
import { evaluateRules } from './evaluate-rules.js';
import type { ValueSets } from './value-sets.js';

const fixtures = new URL('../fixtures/', import.meta.url);
const read = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, fixtures), 'utf8')) as T;
const vaccination = read<DigitalCovidCertificate>('schema/valid/V-min-data.json');

function tested(entry: Partial<TestEntry> = {}): DigitalCovidCertificate {
  const certificate = read<DigitalCovidCertificate>('schema/examples/simple-naat.json');
  return { ...certificate, t: [{ ...certificate.t![0]!, sc: '2026-11-20T08:00:00+07:00', ...entry }] };
}

const outcomes = (rules: readonly CheckpointRule[], certificate: DigitalCovidCertificate, at: string) =>
  evaluateRules(rules, certificate, { at: new Date(at) }).map((rule) => rule.outcome);

describe('not detected within 72 hours', () => {
  it.each([
    ['at the moment of collection', '2026-11-20T01:00:00.000Z', 'PASSED'],
    ['72 hours after it', '2026-11-23T01:00:00.000Z', 'PASSED'],
    ['a millisecond later', '2026-11-23T01:00:00.001Z', 'FAILED'],
    ['a millisecond before collection', '2026-11-20T00:59:59.999Z', 'FAILED'],
  ])('judges the age of the specimen %s', (_name, at, age) => {
    expect(outcomes(notDetectedWithin72Hours, tested(), at)).toEqual(['PASSED', age]);
  });

  it('fails a result that is detected, or of another disease', () => {
    const at = '2026-11-21T00:00:00Z';
    expect(outcomes(notDetectedWithin72Hours, tested({ tr: '260373001' }), at)).toEqual(['FAILED', 'PASSED']);
    expect(outcomes(notDetectedWithin72Hours, tested({ tg: '6142004' }), at)).toEqual(['FAILED', 'PASSED']);
  });

  it('fails a certificate without a test', () => {
    expect(outcomes(notDetectedWithin72Hours, vaccination, '2026-11-21T00:00:00Z')).toEqual([
      'FAILED',
      'FAILED',
    ]);
  });

  it('speaks Vietnamese and English', () => {
    const [first] = evaluateRules(notDetectedWithin72Hours, tested(), { at: new Date() });
    expect(first).toMatchObject({
      id: 'TR-VN-0001',
      description: { vi: /không phát hiện/, en: /not detected/ },
    });
  });
});

describe('a rule by the time of the result', () => {
  const within7Days: CheckpointRule = {
    id: 'TR-VN-75-0001',
    description: { vi: 'Kết quả trong vòng 7 ngày.', en: 'Result within 7 days.' },
    logic: {
      before: [
        { plusTime: [{ var: 'external.validationClock' }, 0, 'day'] },
        { plusTime: [{ var: 'external.resultedAt' }, 7, 'day'] },
      ],
    },
  };
  const at = new Date('2026-11-23T00:00:00Z');

  it('is open where the certificate has none, though it has a collection time', () => {
    expect(evaluateRules([within7Days], tested(), { at })[0]?.outcome).toBe('OPEN');
  });

  it('is judged where it has one', () => {
    const outcome = (resultedAt: string) =>
      evaluateRules([within7Days], tested(), { at, resultedAt: new Date(resultedAt) })[0]?.outcome;
    expect(outcome('2026-11-17T00:00:00Z')).toBe('PASSED');
    expect(outcome('2026-11-15T00:00:00Z')).toBe('FAILED');
  });
});

describe('rules', () => {
  const rule = (overrides: Partial<CheckpointRule>): CheckpointRule => ({
    id: 'R',
    description: { vi: '', en: '' },
    logic: true,
    ...overrides,
  });
  const at = '2026-11-21T00:00:00Z';

  it('for another kind of certificate are left out', () => {
    expect(outcomes([rule({ certificateType: 'Vaccination', logic: false })], tested(), at)).toEqual([]);
    expect(outcomes([rule({ certificateType: 'Vaccination', logic: false })], vaccination, at)).toEqual([
      'FAILED',
    ]);
  });

  it('count from their first to their last moment of effect, and only in the newest version', () => {
    const first = rule({ version: '1.9.0', validTo: '2026-12-01T00:00:00Z' });
    const second = rule({ version: '1.10.0', validFrom: at, logic: false });
    expect(outcomes([second, first], tested(), at)).toEqual(['FAILED']);
    expect(outcomes([second, first], tested(), '2026-11-20T23:59:59Z')).toEqual(['PASSED']);
    expect(outcomes([first], tested(), '2026-12-01T00:00:01Z')).toEqual([]);
  });

  it('stay in force when their dates cannot be read', () => {
    const rules = [rule({ validFrom: 'soon', validTo: 'later', logic: false })];
    expect(outcomes(rules, tested(), at)).toEqual(['FAILED']);
  });

  it('that cannot be evaluated, or give no yes or no, are open', () => {
    expect(outcomes([rule({ logic: { '+': ['a', 1] } })], tested(), at)).toEqual(['OPEN']);
    expect(outcomes([rule({ logic: { unheardOf: [1] } as never })], tested(), at)).toEqual(['OPEN']);
    expect(outcomes([rule({ logic: 'yes' })], tested(), at)).toEqual(['OPEN']);
  });
});

describe.each(readdirSync(new URL('rules/', fixtures)))('the published rule %s', (id) => {
  interface RuleTest {
    name: string;
    payload: object;
    expected: boolean;
    external: { validationClock?: string; valueSets: ValueSets; iat?: string; exp?: string };
  }
  const rule = checkpointRuleFrom(read<PublishedDccRule>(`rules/${id}/rule.json`));
  const tests = readdirSync(new URL(`rules/${id}/tests/`, fixtures)).map((file) =>
    read<RuleTest>(`rules/${id}/tests/${file}`),
  );

  // A test may hold the rule against a certificate of another kind, or a day on which it is not in force: the
  // logic is what it tries.
  const always: CheckpointRule = {
    ...rule,
    certificateType: 'General',
    validFrom: undefined,
    validTo: undefined,
  };

  it.each(tests)('gives $expected for its own test "$name"', ({ payload, external, expected }) => {
    const { validationClock = '2021-07-01T00:00:00Z', valueSets } = external;
    const context = { at: new Date(validationClock), valueSets };
    const [judgement] = evaluateRules([always], payload, context);
    expect(judgement).toMatchObject({ id, outcome: expected ? 'PASSED' : 'FAILED' });
  });
});

it('has every rule of the official test data, with 169 tests', () => {
  const folder = new URL('rules/', fixtures);
  const tests = readdirSync(folder).flatMap((id) => readdirSync(new URL(`${id}/tests/`, folder)));
  expect([readdirSync(folder).length, tests.length]).toEqual([25, 169]);
});
