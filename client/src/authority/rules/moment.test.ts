import { expect, test } from 'vitest';
import { parseMoment } from './moment.ts';

test.each([
  ['01/08/2021', '2021-08-01T00:00:00+07:00'],
  [' 1/8/2021 6:30 ', '2021-08-01T06:30:00+07:00'],
  ['29/02/2024, 23h59', '2024-02-29T23:59:00+07:00'],
])('%s is a moment in Viet Nam', (typed, moment) => {
  expect(parseMoment(typed)).toBe(moment);
});

test('a day that ends is typed without its last second', () => {
  expect(parseMoment('31/12/2021', '23:59:59')).toBe('2021-12-31T23:59:59+07:00');
});

test.each(['', '2021-08-01', '31/02/2021', '01/13/2021', '01/08/2021 25:00', '01/08/21'])(
  '%j is none',
  (typed) => {
    expect(parseMoment(typed)).toBeNull();
  },
);
