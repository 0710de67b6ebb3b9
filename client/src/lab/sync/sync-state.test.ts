import { expect, test } from 'vitest';
import { syncState } from './sync-state.ts';

const sync = {
  __typename: 'LabSync' as const,
  status: 'ON_TIME' as const,
  lastSyncedAt: '2021-07-12T02:00:00Z',
  dueAt: '2021-07-12T03:00:00Z',
  resultsLastHour: 12,
  medianDelay: null,
};
const at = (time: string) => Date.parse(`2021-07-12T${time}Z`);

test('the hour fills as it passes', () => {
  expect(syncState(sync, 60, at('02:45:00'))).toEqual({ status: 'ON_TIME', filled: 0.75, minutesLeft: 15 });
});

test('a due time that has passed is late before the server says so', () => {
  expect(syncState(sync, 60, at('03:00:30'))).toEqual({ status: 'LATE', filled: 1, minutesLeft: -1 });
});

test('silent stays silent, and a due time far ahead fills nothing', () => {
  expect(syncState({ ...sync, status: 'SILENT' }, 60, at('09:00:00')).status).toBe('SILENT');
  expect(syncState(sync, 60, at('00:00:00')).filled).toBe(0);
});
