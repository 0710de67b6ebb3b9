import { DateTime, IANAZone } from 'luxon';

/** The days of a week as ISO 8601 numbers them, from 1. */
export const daysOfWeek = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const;
export type DayOfWeek = (typeof daysOfWeek)[number];

/**
 * One opening of a laboratory in a week, in its own time zone. `closesAt` at or before `opensAt` lies on the next
 * day; the same time is 24 hours. Times are written HH:MM.
 */
export interface OpeningHours {
  readonly day: DayOfWeek;
  readonly opensAt: string;
  readonly closesAt: string;
}

/** When a laboratory is at work: no hours at all means always. */
export interface Timetable {
  /** IANA, such as `Asia/Ho_Chi_Minh`. */
  readonly timeZone: string;
  readonly hours: readonly OpeningHours[];
}

/** A stretch of open time: milliseconds since 1970, the end not included. */
export interface OpenInterval {
  readonly from: number;
  readonly until: number;
}

const writtenTime = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Whether a text is a time of the day as `07:00`. */
export function isTimeOfDay(written: string): boolean {
  return writtenTime.test(written);
}

/** Whether a text names a time zone of the IANA database that this process knows. */
export function isTimeZone(written: string): boolean {
  return /^[A-Za-z]/.test(written) && IANAZone.isValidZone(written);
}

/** How far ahead openings are looked for: a year has them all. */
const longestDays = 400;

/**
 * The open stretches of a timetable with hours, from a moment on, in their order, none over another. A time that a
 * clock change skips is read as the one after the gap; of a time that comes twice the first is meant.
 */
export function* openIntervals({ timeZone, hours }: Timetable, from: Date): Generator<OpenInterval> {
  const start = from.getTime();
  // An opening of the day before may last past midnight.
  const firstDay = DateTime.fromMillis(start, { zone: timeZone }).startOf('day').minus({ days: 1 });
  let pending: OpenInterval | undefined;
  for (let offset = 0; offset <= longestDays; offset++) {
    for (const opened of openingsOn(firstDay.plus({ days: offset }), hours)) {
      if (pending && opened.from <= pending.until) {
        pending = { from: pending.from, until: Math.max(pending.until, opened.until) };
        continue;
      }
      if (pending && pending.until > start) yield { ...pending, from: Math.max(pending.from, start) };
      pending = opened;
    }
    // Open without an end, a stretch would grow through the whole year before anybody saw it.
    if (pending && pending.until > start && pending.until - pending.from > 24 * 3_600_000) {
      yield { ...pending, from: Math.max(pending.from, start) };
      pending = { from: pending.until, until: pending.until };
    }
  }
  if (pending && pending.until > start) yield { ...pending, from: Math.max(pending.from, start) };
}

/** Whether a laboratory is at work at a moment. */
export function isOpenAt(timetable: Timetable, at: Date): boolean {
  if (!timetable.hours.length) return true;
  const [first] = openIntervals(timetable, at);
  return first !== undefined && first.from <= at.getTime();
}

function openingsOn(day: DateTime, hours: readonly OpeningHours[]): OpenInterval[] {
  return hours
    .filter((opening) => daysOfWeek[day.weekday - 1] === opening.day)
    .map(({ opensAt, closesAt }) => ({
      from: momentOf(day, opensAt),
      until: momentOf(closesAt > opensAt ? day : day.plus({ days: 1 }), closesAt),
    }))
    .filter(({ from, until }) => until > from)
    .sort((a, b) => a.from - b.from);
}

function momentOf(day: DateTime, written: string): number {
  const [hour, minute] = written.split(':').map(Number);
  return day.set({ hour, minute }).toMillis();
}
