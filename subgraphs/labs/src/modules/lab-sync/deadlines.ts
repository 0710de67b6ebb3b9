import { openIntervals, type Timetable } from './opening-hours.js';

/** How often a laboratory is to be heard of, and when it is at work. */
export interface SyncTerms extends Timetable {
  readonly syncPeriodMinutes: number;
}

/** Until when a laboratory is on time, and from when it is silent: LATE after `dueAt`, SILENT after `silentAt`. */
export interface Deadlines {
  readonly dueAt: Date;
  readonly silentAt: Date;
}

/** How many periods without a word are silence. */
const silentPeriods = 3;

/**
 * The deadlines of a laboratory that was last heard of at a moment: one period of open time, and three. Closed time
 * does not count, so neither lies in it, but for the moment of opening: a period that ends just when the doors close
 * ends when they open again. None lies more than 400 days ahead.
 */
export function deadlinesAfter(heardAt: Date, terms: SyncTerms): Deadlines {
  const period = terms.syncPeriodMinutes * 60_000;
  if (!terms.hours.length) {
    const from = heardAt.getTime();
    return { dueAt: new Date(from + period), silentAt: new Date(from + silentPeriods * period) };
  }
  const moments = momentsAfter(heardAt, terms, [period, silentPeriods * period]);
  return { dueAt: new Date(moments[0]!), silentAt: new Date(moments[1]!) };
}

/** When some lengths of open time, in ascending order, have passed; milliseconds. */
function momentsAfter(heardAt: Date, timetable: Timetable, lengths: readonly number[]): number[] {
  const reached: number[] = [];
  let passed = 0;
  let lastOpen = heardAt.getTime();
  for (const { from, until } of openIntervals(timetable, heardAt)) {
    while (reached.length < lengths.length && lengths[reached.length]! - passed < until - from) {
      reached.push(from + lengths[reached.length]! - passed);
    }
    if (reached.length === lengths.length) return reached;
    passed += until - from;
    lastOpen = until;
  }
  return lengths.map((_, n) => reached[n] ?? lastOpen);
}
