import type { TimeReading } from '../lab-file.js';
import { momentOf } from '../moment.js';

const pattern =
  /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.\d{1,4})?)?)?)?)?)?([+-]\d{4})?$/;

/** A DTM or TS (HL7 v2.5.1, 2.A.22) in RFC 3339, to the second; as written where it is none; null where empty. */
export function isoMoment(text: string, reading: TimeReading): string | null {
  const match = pattern.exec(text);
  if (!match) return text || null;
  const [, year, month, day, hour, minute, second, zone] = match;
  const offset = zone && `${zone.slice(0, 3)}:${zone.slice(3)}`;
  return momentOf({ year: year!, month, day, hour, minute, second, offset }, reading);
}

/** A birth date: YYYY, YYYY-MM or YYYY-MM-DD, its hour cut off; as written where it is none. */
export function isoDay(text: string): string {
  const match = pattern.exec(text);
  return match ? match.slice(1, 4).filter(Boolean).join('-') : text;
}
