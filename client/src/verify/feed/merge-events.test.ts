import { expect, test } from 'vitest';
import type { VerificationFactsFragment } from '../../schema/operations.ts';
import { mergeEvents } from './merge-events.ts';

const event = (id: string, verifiedAt: string): VerificationFactsFragment => ({
  __typename: 'VerificationEvent',
  id,
  cursor: id,
  verdict: 'PASS',
  signature: 'VALID',
  status: 'ACTIVE',
  isOffline: false,
  alarms: [],
  verifiedAt,
});

test('a feed is newest first and holds each event once', () => {
  const history = [event('b', '2021-07-12T09:02:00Z'), event('a', '2021-07-12T09:01:00Z')];
  const live = [event('b', '2021-07-12T09:02:00Z'), event('c', '2021-07-12T09:03:00+00:00')];
  expect(mergeEvents(history, live).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});

test('what was checked offline takes its place by its time', () => {
  const late = { ...event('late', '2021-07-12T09:01:30Z'), isOffline: true };
  const feed = [event('b', '2021-07-12T09:02:00Z'), event('a', '2021-07-12T09:01:00Z')];
  expect(mergeEvents(feed, [late]).map(({ id }) => id)).toEqual(['b', 'late', 'a']);
});

test('a feed stays short', () => {
  const many = Array.from({ length: 150 }, (_, at) => event(`${at}`, new Date(at * 1000).toISOString()));
  expect(mergeEvents([], many)).toHaveLength(100);
});
