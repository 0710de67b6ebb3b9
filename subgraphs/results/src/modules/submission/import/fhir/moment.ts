import { isoMoment as isoMomentOfHl7 } from '../hl7v2/moment.js';
import type { TimeReading } from '../lab-file.js';
import { momentOf } from '../moment.js';
import { extensionText, type Json, objectIn, textIn } from './json.js';

const pattern =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/** A dateTime or instant (FHIR R4, 2.24.0.1) in RFC 3339, to the second; as written where it is none. */
export function isoMoment(text: string, reading: TimeReading): string | null {
  const match = pattern.exec(text);
  if (!match) return isoMomentOfHl7(text, reading);
  const [, year, month, day, hour, minute, second, offset] = match;
  return momentOf({ year: year!, month, day, hour, minute, second, offset }, reading);
}

/** A moment that may be written as a dateTime, an instant or the start of a Period. */
export function writtenMoment(json: Json, name: string): string {
  return (
    momentIn(json, `${name}DateTime`) ||
    momentIn(json, `${name}Instant`) ||
    momentIn(objectIn(json, `${name}Period`), 'start')
  );
}

/**
 * A moment as its sender wrote it. FHIR asks for an offset where HL7 v2 needs none, and converters write `Z` where
 * they know of none: some keep the original beside it, and that is what was said.
 */
export function momentIn(json: Json, name: string): string {
  const original = extensionText(objectIn(json, `_${name}`), 'hl7v2-date-time');
  return /^\d{6,}/.test(original) ? original : textIn(json, name);
}
