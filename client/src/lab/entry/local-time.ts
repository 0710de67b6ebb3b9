/** The offset of a zone at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const clock = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return clock - Math.floor(instant / 1000) * 1000;
}

/**
 * A time as somebody types it, day first (12/07/2021 09:30, 12-7-2021 9:30) or as ISO 8601 (2021-07-12 09:30), read
 * off a clock in a zone, as RFC 3339 with that zone's offset. Null if there is no such time, or if it can be read in
 * two ways.
 */
export function parseLocalTime(typed: string, timeZone: string): string | null {
  const text = typed.trim();
  const dayFirst = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})[\sT,]+(\d{1,2})[:hg](\d{2})$/i.exec(text);
  const yearFirst = /^(\d{4})-(\d{2})-(\d{2})[\sT]+(\d{1,2}):(\d{2})$/.exec(text);
  const [, one, month, three, hour, minute] = dayFirst ?? yearFirst ?? [];
  if (minute === undefined) return null;
  const [day, year] = dayFirst ? [one, three] : [three, one];
  const clock = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  const read = new Date(clock);
  const exists =
    read.getUTCDate() === Number(day) &&
    read.getUTCMonth() === Number(month) - 1 &&
    Number(hour) < 24 &&
    Number(minute) < 60;
  if (!exists) return null;
  // The offset of the clock's own time is the right one except within hours of a change: then ask there again.
  const guess = clock - offsetAt(clock, timeZone);
  const offset = offsetAt(guess, timeZone);
  if (offsetAt(clock - offset, timeZone) !== offset) return null;
  return `${read.toISOString().slice(0, 19)}${offsetText(offset)}`;
}

function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
