import { expect, test } from 'vitest';
import { backoff } from './backoff.ts';

test('the wait doubles, stays under half a minute, and is spread', () => {
  expect(backoff(0, 0)).toBe(250);
  expect(backoff(0, 0.5)).toBe(375);
  expect(backoff(3, 0)).toBe(2000);
  expect(backoff(50, 0.999)).toBeLessThanOrEqual(30_000);
});
