import { expect, test } from 'vitest';
import { catalogues } from '../language/catalogue.ts';
import { plainOutcome } from './plain-outcome.ts';

test('a final or corrected result says its outcome in plain words', () => {
  const outcome = plainOutcome({ status: 'CORRECTED', outcome: 'NOT_DETECTED' });
  expect(catalogues.vi.results.outcome[outcome]).toBe('Không phát hiện');
  expect(catalogues.en.results.outcome[outcome]).toBe('Not detected');
});

test('a preliminary outcome is not shown, nor a withdrawn one', () => {
  expect(plainOutcome({ status: 'PRELIMINARY', outcome: 'DETECTED' })).toBe('PENDING');
  expect(plainOutcome({ status: 'FINAL', outcome: null })).toBe('PENDING');
  expect(plainOutcome({ status: 'ENTERED_IN_ERROR', outcome: 'DETECTED' })).toBe('CANCELLED');
});
