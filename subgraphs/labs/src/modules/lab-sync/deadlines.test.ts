import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { deadlinesAfter } from './deadlines.js';
import {
  daysOfWeek,
  isOpenAt,
  isTimeOfDay,
  isTimeZone,
  type OpeningHours,
  openIntervals,
  type Timetable,
} from './opening-hours.js';

const saigon = 'Asia/Ho_Chi_Minh';
const daily = (opensAt: string, closesAt: string): OpeningHours[] =>
  daysOfWeek.map((day) => ({ day, opensAt, closesAt }));
const at = (written: string, zone = saigon) => DateTime.fromISO(written, { zone }).toJSDate();
const due = (heard: string, hours: OpeningHours[], timeZone = saigon, syncPeriodMinutes = 60) => {
  const { dueAt, silentAt } = deadlinesAfter(at(heard, timeZone), { syncPeriodMinutes, timeZone, hours });
  return [dueAt, silentAt].map((moment) =>
    DateTime.fromJSDate(moment, { zone: timeZone }).toFormat("ccc yyyy-MM-dd'T'HH:mm"),
  );
};

describe('the deadlines of a laboratory', () => {
  it('are one period and three of plain time where no hours are set', () => {
    expect(due('2026-11-23T23:30', [])).toEqual(['Tue 2026-11-24T00:30', 'Tue 2026-11-24T02:30']);
  });

  it('count open time alone: what is due at night is due the next morning', () => {
    expect(due('2026-11-23T20:00', daily('07:00', '22:00'))).toEqual([
      'Mon 2026-11-23T21:00',
      'Tue 2026-11-24T08:00',
    ]);
    expect(due('2026-11-23T21:30', daily('07:00', '22:00'))[0]).toBe('Tue 2026-11-24T07:30');
    // Heard of at night, long after the doors closed.
    expect(due('2026-11-24T03:00', daily('07:00', '22:00'))[0]).toBe('Tue 2026-11-24T08:00');
    // A period that ends as the doors close ends when they open: nobody turns late at the door.
    expect(due('2026-11-23T21:00', daily('07:00', '22:00'))[0]).toBe('Tue 2026-11-24T07:00');
  });

  it('reach past midnight where the laboratory does, and over the days on which it is closed', () => {
    const night = daily('18:00', '02:00');
    expect(due('2026-11-24T01:30', night)).toEqual(['Tue 2026-11-24T18:30', 'Tue 2026-11-24T20:30']);
    expect(due('2026-11-23T23:30', night)[0]).toBe('Tue 2026-11-24T00:30');
    const weekdays = daily('08:00', '17:00').filter(({ day }) => !['SATURDAY', 'SUNDAY'].includes(day));
    expect(due('2026-11-27T16:30', weekdays)).toEqual(['Mon 2026-11-30T08:30', 'Mon 2026-11-30T10:30']);
    // Monday's shift ends on Tuesday; no other.
    expect(due('2026-11-24T01:00', [{ day: 'MONDAY', opensAt: '22:00', closesAt: '01:30' }])[0]).toBe(
      'Mon 2026-11-30T22:30',
    );
  });

  it('know 24 hours, a break at noon, and openings that overlap', () => {
    expect(due('2026-11-23T23:30', daily('00:00', '00:00'))).toEqual(due('2026-11-23T23:30', []));
    expect(due('2026-11-23T23:30', daily('09:15', '09:15'))).toEqual(due('2026-11-23T23:30', []));
    const halves = [...daily('07:00', '11:30'), ...daily('13:00', '17:00')];
    expect(due('2026-11-23T11:00', halves)[0]).toBe('Mon 2026-11-23T13:30');
    const overlapping = [...daily('07:00', '12:00'), ...daily('11:00', '17:00')];
    expect(due('2026-11-23T10:30', overlapping)).toEqual(due('2026-11-23T10:30', daily('07:00', '17:00')));
  });

  it('count hours as they pass, not as the clock writes them, when the clocks change', () => {
    const berlin = 'Europe/Berlin';
    // 02:00 to 03:00 is skipped on 29 March 2026: the night shift has an hour less.
    expect(due('2026-03-28T23:00', daily('22:00', '06:00'), berlin, 240)[0]).toBe('Sun 2026-03-29T04:00');
    // 02:00 to 03:00 comes twice on 25 October 2026.
    expect(due('2026-10-24T23:00', daily('22:00', '06:00'), berlin, 240)[0]).toBe('Sun 2026-10-25T02:00');
    // An opening in the hour that is skipped begins after it; one that lies in it whole is none.
    expect(due('2026-03-29T00:00', daily('02:30', '04:00'), berlin, 15)[0]).toBe('Sun 2026-03-29T03:45');
    // Half an hour, on Lord Howe Island.
    expect(due('2026-10-03T23:00', daily('22:00', '06:00'), 'Australia/Lord_Howe', 240)[0]).toBe(
      'Sun 2026-10-04T03:30',
    );
    // A day that began at one o\'clock: São Paulo, 2018.
    expect(due('2018-11-03T23:30', daily('00:00', '00:00'), 'America/Sao_Paulo')[0]).toBe(
      'Sun 2018-11-04T01:30',
    );
  });

  it('lie within about a year however little a laboratory is open', () => {
    const rare: OpeningHours[] = [{ day: 'SUNDAY', opensAt: '09:00', closesAt: '09:01' }];
    const started = performance.now();
    const { silentAt } = deadlinesAfter(at('2026-11-24T12:00'), {
      syncPeriodMinutes: 10_080,
      timeZone: saigon,
      hours: rare,
    });
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(silentAt.getTime()).toBeLessThan(at('2028-01-05T00:00').getTime());
  });

  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
  const written = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const opening = fc
    .record({ day: fc.constantFrom(...daysOfWeek), opens: minute, closes: minute })
    .map(({ day, opens, closes }) => ({ day, opensAt: written(opens), closesAt: written(closes) }));
  const openings = fc.array(opening, { minLength: 1, maxLength: 10 });
  const period = fc.integer({ min: 5, max: 600 });
  /** Whole minutes from October 2025 to February 2027: two changes of the clocks each way. */
  const moment = fc
    .integer({ min: 29_321_280, max: 30_000_000 })
    .map((minutes) => new Date(minutes * 60_000));

  /** Whether a wall clock without changes says that it is open. */
  const isOpenByTheClock = ({ timeZone, hours }: Timetable, instant: Date) => {
    const local = DateTime.fromJSDate(instant, { zone: timeZone });
    const [time, today] = [local.toFormat('HH:mm'), daysOfWeek[local.weekday - 1]];
    const yesterday = daysOfWeek[(local.weekday + 5) % 7];
    return hours.some(({ day, opensAt, closesAt }) =>
      closesAt > opensAt
        ? day === today && opensAt <= time && time < closesAt
        : (day === today && opensAt <= time) || (day === yesterday && time < closesAt),
    );
  };

  it('are what somebody finds who counts the open minutes one by one', () => {
    const few = fc.integer({ min: 5, max: 90 });
    const property = fc.property(moment, openings, few, (heardAt, hours, syncPeriodMinutes) => {
      const timetable = { timeZone: saigon, hours };
      const { dueAt } = deadlinesAfter(heardAt, { ...timetable, syncPeriodMinutes });
      let [counted, instant] = [0, heardAt.getTime()];
      const end = instant + 21 * 86_400_000;
      for (; instant < end; instant += 60_000) {
        if (!isOpenByTheClock(timetable, new Date(instant))) continue;
        if (counted === syncPeriodMinutes) break;
        counted++;
      }
      if (instant < end) expect(dueAt.toISOString()).toBe(new Date(instant).toISOString());
      else expect(dueAt.getTime()).toBeGreaterThanOrEqual(end);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it('leave a period of open time behind them, in any zone, and never lie in closed time', () => {
    const zones = fc.constantFrom(saigon, 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Santiago', 'UTC');
    const property = fc.property(moment, openings, period, zones, (heardAt, hours, minutes, timeZone) => {
      const timetable = { timeZone, hours };
      const { dueAt, silentAt } = deadlinesAfter(heardAt, { ...timetable, syncPeriodMinutes: minutes });
      const openUntil = (end: Date) => {
        let sum = 0;
        for (const { from, until } of openIntervals(timetable, heardAt)) {
          if (from >= end.getTime()) break;
          sum += Math.min(until, end.getTime()) - from;
        }
        return sum / 60_000;
      };
      if (silentAt.getTime() - heardAt.getTime() < 390 * 86_400_000) {
        expect(openUntil(dueAt)).toBe(minutes);
        expect(openUntil(silentAt)).toBe(3 * minutes);
        expect(isOpenAt(timetable, dueAt)).toBe(true);
        expect(isOpenAt(timetable, silentAt)).toBe(true);
        expect(silentAt.getTime()).toBeGreaterThan(dueAt.getTime());
      }
      expect(silentAt.getTime()).toBeGreaterThanOrEqual(dueAt.getTime());
      // Whoever is heard of later is due later, or at the same opening.
      const later = deadlinesAfter(new Date(heardAt.getTime() + 3_600_000), {
        ...timetable,
        syncPeriodMinutes: minutes,
      });
      expect(later.dueAt.getTime()).toBeGreaterThanOrEqual(dueAt.getTime());
    });
    fc.assert(property, { numRuns: 150 });
  });

  it('are told in times and zones that exist', () => {
    expect(['07:00', '23:59', '00:00'].filter(isTimeOfDay)).toHaveLength(3);
    expect(['7:00', '24:00', '07:60', '07:00:00', '', ' 07:00'].filter(isTimeOfDay)).toEqual([]);
    expect([saigon, 'Europe/Berlin', 'UTC'].filter(isTimeZone)).toHaveLength(3);
    expect(['', 'Saigon', '+07:00', 'Asia/Nowhere', 'local', 'system'].filter(isTimeZone)).toEqual([]);
  });
});
