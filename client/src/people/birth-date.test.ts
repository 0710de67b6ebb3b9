import { expect, test } from 'vitest';
import { parseBirthDate } from './birth-date.ts';

const today = new Date('2021-07-12T02:00:00Z');

test.each([
  ['05/11/1970', '1970-11-05'],
  ['5/1/1970', '1970-01-05'],
  ['05-11-1970', '1970-11-05'],
  ['05 11 1970', '1970-11-05'],
  ['05111970', '1970-11-05'],
  ['1970-11-05', '1970-11-05'],
  ['29/02/2020', '2020-02-29'],
  ['11/1970', '1970-11'],
  ['1970-11', '1970-11'],
  ['1970', '1970'],
])('%s is %s', (typed, date) => {
  expect(parseBirthDate(typed, today)).toBe(date);
});

test.each([
  '111970',
  '31/02/1990',
  '29/02/2021',
  '13/13/1990',
  '12/07/90',
  '13/07/2021',
  '01/01/1899',
  '13/1990',
  '2022',
  '',
])('%s is no birth date', (typed) => {
  expect(parseBirthDate(typed, today)).toBeNull();
});
