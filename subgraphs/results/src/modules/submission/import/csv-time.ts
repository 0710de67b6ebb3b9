import { DateTime, IANAZone } from 'luxon';

/** How a file writes dates and times. Nothing is guessed: what fits neither is passed on, and judged. */
export interface TimeReading {
  /** IANA name, as Asia/Ho_Chi_Minh: where a time without an offset was read off the clock. */
  readonly timeZone: string | null;
  /** As M/D/YYYY or DD/MM/YYYY; ISO 8601 always fits too. */
  readonly dateFormat: string | null;
}

const americanZones: Readonly<Record<string, string>> = {
  EST: '-05:00',
  EDT: '-04:00',
  CST: '-06:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
  AKST: '-09:00',
  AKDT: '-08:00',
  HST: '-10:00',
  UTC: 'Z',
  GMT: 'Z',
};

/** Whether a time zone exists. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** Whether a date format has a day, a month and a year of four digits, each once. */
export function isDateFormat(format: string): boolean {
  return (
    /^[DMY/.\- ]+$/.test(format) &&
    ['D', 'M', 'Y'].every((part) => new RegExp(`^[^${part}]*${part}+[^${part}]*$`).test(format)) &&
    /YYYY/.test(format)
  );
}

/** `M/D/YYYY` as luxon writes it; one or two digits both fit. */
function luxonFormat(dateFormat: string): string {
  return dateFormat.replace(/D+/, 'd').replace(/M+/, 'M').replace(/Y+/, 'yyyy');
}

/** A calendar date in ISO 8601, or the text as it was. */
export function isoDate(text: string, { dateFormat }: TimeReading): string {
  if (!dateFormat) return text;
  const date = DateTime.fromFormat(text.trim(), luxonFormat(dateFormat), { zone: 'utc' });
  return date.isValid ? date.toISODate() : text;
}

/**
 * A moment in RFC 3339, or the text as it was. A time without an offset is read in `timeZone`, and without one stays
 * without (it is refused later). A date alone is the day's first moment: no validity is then longer than it was.
 */
export function isoTime(text: string, { timeZone, dateFormat }: TimeReading): string {
  const [, written, zoneName] = /^(.*?)(?:\s+([A-Z]{3,4}))?$/.exec(text.trim()) ?? [];
  if (!written) return text;
  const offset = zoneName ? americanZones[zoneName] : undefined;
  if (zoneName && !offset) return text;
  const zone = timeZone ?? 'utc';
  const date = dateFormat ? luxonFormat(dateFormat) : 'yyyy-MM-dd';
  const formats = [`${date} H:mm:ss`, `${date} H:mm`, `${date}'T'H:mm:ss`, `${date}'T'H:mm`, date];
  for (const format of formats) {
    const local = DateTime.fromFormat(written, format, { zone: offset ? 'utc' : zone });
    if (!local.isValid) continue;
    const clock = local.toFormat("yyyy-MM-dd'T'HH:mm:ss");
    if (offset) return `${clock}${offset}`;
    return timeZone ? local.toISO({ suppressMilliseconds: true }) : clock;
  }
  return text;
}
