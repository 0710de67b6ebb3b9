import { expect, test } from 'vitest';
import { latestChange } from './latest-change.ts';

type History = Parameters<typeof latestChange>[0]['history'];

const revision = (
  version: number,
  outcome: History[number]['outcome'],
  reason: string | null,
): History[number] => ({
  __typename: 'TestResultRevision',
  version,
  outcome,
  reason,
  changedAt: `2021-07-12T09:0${version}:00Z`,
});

test('a correction says what it was before, when it changed, and why', () => {
  const history = [revision(2, 'NOT_DETECTED', 'Swapped tubes'), revision(1, 'DETECTED', null)];
  expect(latestChange({ status: 'CORRECTED', history })).toEqual({
    changedAt: '2021-07-12T09:02:00Z',
    reason: 'Swapped tubes',
    before: 'DETECTED',
  });
});

test('a correction that keeps the outcome names none', () => {
  const history = [revision(1, 'DETECTED', null), revision(2, 'DETECTED', 'Collection time')];
  expect(latestChange({ status: 'CORRECTED', history })?.before).toBeNull();
});

test('a preliminary result that became final was not corrected', () => {
  const history = [revision(2, 'DETECTED', null), revision(1, null, null)];
  expect(latestChange({ status: 'FINAL', history })).toBeNull();
});
