import { expect, it } from 'vitest';
import { longestValidityHours, publishedValidities } from './published-validity.js';

it('is as long as the longest rule for the method, from whatever it counts', () => {
  expect(longestValidityHours('NAAT')).toBe(168);
  expect(longestValidityHours('RAPID_ANTIGEN')).toBe(168);
  const european = publishedValidities.filter(({ jurisdiction }) => jurisdiction === 'EU');
  expect(longestValidityHours('NAAT', european)).toBe(72);
  expect(longestValidityHours('RAPID_ANTIGEN', european)).toBe(48);
  expect(() => longestValidityHours('NAAT', [])).toThrow(RangeError);
});
