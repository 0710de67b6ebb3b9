import { expect, test } from 'vitest';
import { beginningOf, type DccRule, gapAfter, rulesIn } from './dcc-rule.ts';

const now = Date.parse('2021-07-15T00:00:00Z');
const rule = (ValidFrom: string, ValidTo = '2099-12-31T00:00:00Z') => ({ ValidFrom, ValidTo }) as DccRule;
const [earlier, later] = ['2021-07-01T00:00:00+07:00', '2021-08-01T00:00:00+07:00'] as const;

test('a text is read as rules where it is an array of objects, and never judged', () => {
  expect(rulesIn('[{"Identifier":"TR-VN-0001"}]')).toHaveLength(1);
  for (const text of ['', '{', '{}', '[1]', '[null]', '"x"']) expect(rulesIn(text)).toBeNull();
});

test('rules are tried as of when the last of them begins, where that is still to come', () => {
  expect(beginningOf([rule(earlier)], now)).toBeNull();
  expect(beginningOf([rule(earlier), rule(later)], now)).toBe('2021-07-31T17:00:00.000Z');
  expect(beginningOf([], now)).toBeNull();
  expect(beginningOf([rule('nonsense')], now)).toBeNull();
});

test('a gap is told where none of the rules holds yet, not where one takes the place of another', () => {
  expect(gapAfter([rule(later)], now)).toBe('2021-07-31T17:00:00.000Z');
  expect(gapAfter([rule(earlier, later), rule(later)], now)).toBeNull();
  expect(gapAfter([rule(earlier, '2021-07-02T00:00:00Z')], now)).toBeNull();
  expect(gapAfter([rule(later)], Date.parse(later))).toBeNull();
});
