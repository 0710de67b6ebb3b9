import { expect, test } from 'vitest';
import { formatSeconds, secondsUntil } from './countdown.ts';

const now = Date.parse('2021-07-12T09:00:00Z');

test('a started second counts whole, and the past is zero', () => {
  expect(secondsUntil('2021-07-12T09:00:30.200Z', now)).toBe(31);
  expect(secondsUntil('2021-07-12T08:59:00Z', now)).toBe(0);
});

test('seconds read like a clock', () => {
  expect(formatSeconds(5)).toBe('0:05');
  expect(formatSeconds(725)).toBe('12:05');
});
