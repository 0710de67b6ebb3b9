import { expect, test } from 'vitest';
import { formatClock, formatDate, formatDateInWords, formatDateTime } from './format-date.ts';

const instant = '2021-07-12T02:30:00Z';

test('a time reads day first with a 24-hour clock, in the zone of the reader', () => {
  expect(formatDateTime(instant, 'vi', 'Asia/Ho_Chi_Minh')).toBe('12/07/2021 09:30');
  expect(formatDateTime(instant, 'en', 'Asia/Ho_Chi_Minh')).toBe('12/07/2021 09:30');
});

test('midnight is 00, never 24', () => {
  expect(formatClock('2021-07-11T17:05:00Z', 'vi', 'Asia/Ho_Chi_Minh')).toBe('00:05');
});

test('a birth date is not moved by a zone, and may be known only in part', () => {
  expect(formatDate('1990-07-12')).toBe('12/07/1990');
  expect(formatDate('1990-07')).toBe('07/1990');
  expect(formatDate('1990')).toBe('1990');
});

test('a date in words tells the day from the month', () => {
  expect(formatDateInWords('1970-11-05', 'en')).toBe('5 November 1970');
  expect(formatDateInWords('1970-11-05', 'vi')).toContain('tháng 11');
  expect(formatDateInWords('1970-11', 'vi')).toBe('11/1970');
});
