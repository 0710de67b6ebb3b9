import { describe, expect, it } from 'vitest';
import { isoDate, isoTime } from './file-time.js';

const vietnam = { timeZone: 'Asia/Ho_Chi_Minh', dateFormat: null };
const american = { timeZone: 'America/New_York', dateFormat: 'M/D/YYYY' };
const vietnamese = { timeZone: 'Asia/Ho_Chi_Minh', dateFormat: 'DD/MM/YYYY' };

describe('a time in a file', () => {
  it('is read by the format and in the zone that were given', () => {
    expect(isoTime('12/07/2021 09:30', vietnamese)).toBe('2021-07-12T09:30:00+07:00');
    expect(isoTime('12/20/2021 4:00', american)).toBe('2021-12-20T04:00:00-05:00');
    expect(isoTime('7/4/2021 14:05:09', american)).toBe('2021-07-04T14:05:09-04:00');
    expect(isoTime('2021-07-12 09:30', vietnam)).toBe('2021-07-12T09:30:00+07:00');
    expect(isoTime('2021-07-12', vietnam)).toBe('2021-07-12T00:00:00+07:00');
  });

  it('keeps the offset or the zone name that it has', () => {
    expect(isoTime('12/23/2021 14:00 PST', american)).toBe('2021-12-23T14:00:00-08:00');
    expect(isoTime('2021-07-12T09:30:00.123+0900', vietnam)).toBe('2021-07-12T09:30:00+09:00');
    expect(isoTime('2021-07-12T09:30:00Z', vietnam)).toBe('2021-07-12T09:30:00Z');
    expect(isoTime('12/07/2021 09:30 ICT', vietnamese)).toBe('2021-07-12T09:30:00+07:00');
  });

  it('reads the halves of the day as Excel writes them in English and in Vietnamese', () => {
    expect(isoTime('12/07/2021 9:30 CH', vietnamese)).toBe('2021-07-12T21:30:00+07:00');
    expect(isoTime('12/07/2021 12:05 SA', vietnamese)).toBe('2021-07-12T00:05:00+07:00');
    expect(isoTime('7/12/2021 2:00 PM', american)).toBe('2021-07-12T14:00:00-04:00');
    expect(isoTime('7/12/2021 14:00 PM', american)).toBe('7/12/2021 14:00 PM');
  });

  it('is left as it was where the clock jumped over it or showed it twice', () => {
    expect(isoTime('3/14/2021 2:30', american)).toBe('3/14/2021 2:30');
    expect(isoTime('11/7/2021 1:30', american)).toBe('11/7/2021 1:30');
    expect(isoTime('11/7/2021 1:30 EST', american)).toBe('2021-11-07T01:30:00-05:00');
    expect(isoTime('3/14/2021 3:30', american)).toBe('2021-03-14T03:30:00-04:00');
  });

  it('stays without an offset where no zone was given', () => {
    expect(isoTime('2021-07-12 09:30', { timeZone: null, dateFormat: null })).toBe('2021-07-12T09:30:00');
  });

  it('is never guessed', () => {
    for (const text of [
      '111970',
      '12/07/21 09:30',
      '13/13/2021 09:30',
      '12/07/2021 25:00',
      '44389.5',
      '12-07-2021',
    ])
      expect(isoTime(text, vietnamese)).toBe(text);
    expect(isoTime('2021-02-29 09:30', vietnam)).toBe('2021-02-29 09:30');
    expect(isoTime('2021-07-12 XYZ', vietnam)).toBe('2021-07-12 XYZ');
  });

  it('is a serial number of Excel only where that was said', () => {
    const excel = { timeZone: 'Asia/Ho_Chi_Minh', dateFormat: 'EXCEL' };
    expect(isoTime('44389.395833', excel)).toBe('2021-07-12T09:30:00+07:00');
    expect(isoDate('25526', excel)).toBe('1969-11-19');
    expect(isoDate('1970-11-19', excel)).toBe('1970-11-19');
  });
});

describe('a date in a file', () => {
  it('is read by the format that was given, or left as it was', () => {
    expect(isoDate('1/20/1962', american)).toBe('1962-01-20');
    expect(isoDate('19/11/1970', vietnamese)).toBe('1970-11-19');
    expect(isoDate('31/02/1970', vietnamese)).toBe('31/02/1970');
    expect(isoDate('111970', vietnamese)).toBe('111970');
    expect(isoDate('19/11/70', vietnamese)).toBe('19/11/70');
    expect(isoDate('1970', american)).toBe('1970');
  });
});

it('a time that is made of white space costs no time', () => {
  const from = performance.now();
  const text = `2021-01-01${' '.repeat(100_000)}x`;
  expect(isoTime(text, vietnam)).toBe(text);
  expect(isoDate(text, vietnamese)).toBe(text);
  expect(performance.now() - from).toBeLessThan(1_000);
});
