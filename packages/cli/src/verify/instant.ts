/** ISO 8601 with a day, and mostly a time of day with an offset (RFC 3339, section 5.6, and the basic offset). */
const FORM =
  /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))?(?:([Zz])|([+-]\d\d)(?::?(\d\d))?)?)?$/;

/**
 * Reads a moment.
 *
 * @param otherwise what stands in where the text names no offset; without it the text must name one
 * @returns undefined where the text is no moment
 */
export function instantOf(text: string, otherwise?: 'Z'): Date | undefined {
  const [, day, minutes = '00:00', seconds = ':00', fraction = '0', utc, hours, offsetMinutes = '00'] =
    FORM.exec(text) ?? [];
  const offset = utc ? 'Z' : hours ? `${hours}:${offsetMinutes}` : otherwise;
  if (day === undefined || offset === undefined) return undefined;
  // A day that does not exist would roll over into the next month.
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return undefined;
  const moment = new Date(`${day}T${minutes}${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
