import { expect, test } from 'vitest';
import { visibleRows } from './visible-rows.ts';

test('only the rows in view and some around them are drawn', () => {
  expect(visibleRows(0, 360, 36, 20_000)).toEqual({ from: 0, to: 24 });
  const { from, to } = visibleRows(360_000, 360, 36, 20_000);
  expect(from).toBeLessThanOrEqual(9_992);
  expect(to).toBeGreaterThanOrEqual(10_010);
  expect(to - from).toBeLessThan(50);
});

test('the end and a short table are reached exactly', () => {
  expect(visibleRows(719_640, 360, 36, 20_000).to).toBe(20_000);
  expect(visibleRows(0, 360, 36, 3)).toEqual({ from: 0, to: 3 });
  expect(visibleRows(0, 360, 36, 0)).toEqual({ from: 0, to: 0 });
});
