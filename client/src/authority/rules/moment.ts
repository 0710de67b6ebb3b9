/** Where the authority sits: its dates are of this zone, which has had no summer time since 1975. */
export const timeZone = 'Asia/Ho_Chi_Minh';
const offset = '+07:00';

/**
 * A moment as somebody types it, 01/08/2021 or 01/08/2021 06:30, in Viet Nam's time.
 * @param clock the time of a day that is typed without one
 * @returns ISO 8601 with its offset; null where it is no moment
 */
export function parseMoment(typed: string, clock = '00:00:00'): string | null {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:[ ,]+(\d{1,2})[:h](\d{2}))?$/.exec(typed.trim());
  if (!match) return null;
  const [, day, month, year, hour, minute] = match;
  const two = (digits: string) => digits.padStart(2, '0');
  const date = `${year}-${two(month!)}-${two(day!)}`;
  const time = hour === undefined ? clock : `${two(hour)}:${minute}:00`;
  const moment = new Date(`${date}T${time}Z`);
  // The 31st of February is a day of March to Date.
  if (Number.isNaN(moment.getTime()) || !moment.toISOString().startsWith(date)) return null;
  return `${date}T${time}${offset}`;
}
