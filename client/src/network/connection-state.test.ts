import { expect, test } from 'vitest';
import { createConnectionStore } from './connection-state.ts';

test('the time of a loss stays that of the first failure until the page is live again', () => {
  const store = createConnectionStore();
  store.connected();
  store.lost(new Date('2021-07-12T09:12:00Z'));
  store.lost(new Date('2021-07-12T09:20:00Z'));
  expect(store.read()).toEqual({ kind: 'stale', since: new Date('2021-07-12T09:12:00Z') });
  store.connected();
  expect(store.read()).toEqual({ kind: 'live' });
});
