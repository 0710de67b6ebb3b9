import { expect, test } from 'vitest';
import { parseLocalTime } from './local-time.ts';

test.each([
  ['12/07/2021 09:30', '2021-07-12T09:30:00+07:00'],
  ['12/7/2021 9:30', '2021-07-12T09:30:00+07:00'],
  ['12-07-2021 09:30', '2021-07-12T09:30:00+07:00'],
  ['12.07.2021 9h30', '2021-07-12T09:30:00+07:00'],
  ['2021-07-12 09:30', '2021-07-12T09:30:00+07:00'],
  ['2021-07-12T09:30', '2021-07-12T09:30:00+07:00'],
])('%s is %s in Ho Chi Minh City', (typed, time) => {
  expect(parseLocalTime(typed, 'Asia/Ho_Chi_Minh')).toBe(time);
});

test('the offset is that of the day', () => {
  expect(parseLocalTime('12/01/2021 09:30', 'Europe/Berlin')).toBe('2021-01-12T09:30:00+01:00');
  expect(parseLocalTime('12/07/2021 09:30', 'Europe/Berlin')).toBe('2021-07-12T09:30:00+02:00');
  expect(parseLocalTime('12/07/2021 09:30', 'America/St_Johns')).toBe('2021-07-12T09:30:00-02:30');
});

test('an hour that no clock shows is refused', () => {
  expect(parseLocalTime('28/03/2021 02:30', 'Europe/Berlin')).toBeNull();
  expect(parseLocalTime('28/03/2021 03:30', 'Europe/Berlin')).toBe('2021-03-28T03:30:00+02:00');
});

test.each([
  '',
  '09:30',
  '12/07/2021',
  '31/02/2021 09:30',
  '12/13/2021 09:30',
  '12/07/21 09:30',
  '12/07/2021 24:00',
  '12/07/2021 09:60',
])('%j is no time', (typed) => {
  expect(parseLocalTime(typed, 'Asia/Ho_Chi_Minh')).toBeNull();
});
