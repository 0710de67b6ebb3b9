import { expect, test } from 'vitest';
import { toE164 } from './phone-number.ts';

test.each([
  ['0901 234 567', '+84901234567'],
  ['0901.234.567', '+84901234567'],
  ['84901234567', '+84901234567'],
  ['+84 901 234 567', '+84901234567'],
  ['0084901234567', '+84901234567'],
  ['+49 (151) 1234-5678', '+4915112345678'],
])('%s is %s', (typed, phone) => {
  expect(toE164(typed)).toBe(phone);
});

test.each(['', '123', '901234567', '0901 234 56x'])('%s is not a phone number', (typed) => {
  expect(toE164(typed)).toBeNull();
});
