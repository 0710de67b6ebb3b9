import { atZone, exists } from './file-time.js';
import type { TimeReading } from './lab-file.js';

/** A moment as a file writes it, in digits: from the year on, as far as it goes. */
export interface WrittenMoment {
  readonly year: string;
  readonly month?: string | undefined;
  readonly day?: string | undefined;
  readonly hour?: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
  /** As +07:00 or Z. */
  readonly offset?: string | undefined;
}

/**
 * A moment in RFC 3339, to the second. Without an offset it is read off the clock of `timeZone`; without a zone it
 * stays without, and so does one that the zone's clock showed twice or never (it is refused later): nothing is guessed. A date alone is the day's first moment.
 */
export function momentOf(written: WrittenMoment, { timeZone }: TimeReading): string {
  const { year, month, day, hour = '00', minute = '00', second = '00', offset } = written;
  if (!month || !day) return [year, month].filter(Boolean).join('-');
  const clock = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (offset && written.hour) return `${clock}${offset}`;
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const read = { year: y, month: mo, day: d, hour: h, minute: mi, second: s };
  return (exists(read) && atZone(read, timeZone)) || clock;
}
