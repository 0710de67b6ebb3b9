import { expect, test } from 'vitest';
import { createScanGate } from './scan-gate.ts';

test('a code still before the camera is not verified again', () => {
  const admits = createScanGate('HC1:A', 0);
  expect(admits('HC1:A', 100)).toBe(false);
  expect(admits(null, 900)).toBe(false);
  expect(admits('HC1:A', 1000)).toBe(false);
  expect(admits('HC1:A', 9000)).toBe(false);
});

test('the same code is taken again once it was out of sight', () => {
  const admits = createScanGate('HC1:A', 0);
  expect(admits(null, 1600)).toBe(false);
  expect(admits('HC1:A', 1700)).toBe(true);
});

test('another code is taken at once, and so is the first', () => {
  expect(createScanGate('HC1:A', 0)('HC1:B', 100)).toBe(true);
  expect(createScanGate(null, 0)('HC1:A', 0)).toBe(true);
});
