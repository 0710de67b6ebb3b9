import type { PersonName } from './digital-covid-certificate.js';
import { NotCertifiableError } from './not-certifiable-error.js';
import { transliterate } from './transliterate.js';

const MAX_LENGTH = 80;

/** A name in the parts that were reported. */
export interface ReportedName {
  readonly fullName?: string;
  readonly familyName?: string;
  readonly givenNames?: string;
}

/**
 * Puts a reported name into the four fields of a certificate, as written (NFC) and transliterated.
 *
 * A full name in one string follows the Vietnamese order, family name first: the first word becomes `fn`, the
 * rest `gn` (`Nguyễn Văn An` is `Nguyễn` and `Văn An`). Family and given names, where reported, win.
 *
 * @throws NotCertifiableError NAME_MISSING, NAME_NOT_TRANSLITERABLE (no Latin letter in a part), FIELD_TOO_LONG
 */
export function holderName(reported: ReportedName): PersonName {
  const { family, given } = nameParts(reported);
  if (!family && !given) throw new NotCertifiableError('NAME_MISSING');
  return {
    ...(family && { fn: checked(family, 'familyName'), fnt: transliterated(family, 'familyName') }),
    ...(given && { gn: checked(given, 'givenNames'), gnt: transliterated(given, 'givenNames') }),
  };
}

function nameParts(reported: ReportedName) {
  const family = folded(reported.familyName);
  const given = folded(reported.givenNames);
  if (family || given) return { family, given };
  const [first = '', ...rest] = folded(reported.fullName).split(' ');
  return { family: first, given: rest.join(' ') };
}

function folded(text = ''): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ');
}

function checked(part: string, field: string): string {
  if (part.length > MAX_LENGTH && [...part].length > MAX_LENGTH)
    throw new NotCertifiableError('FIELD_TOO_LONG', field);
  return part;
}

function transliterated(part: string, field: string): string {
  const letters = transliterate(part);
  if (letters === '') throw new NotCertifiableError('NAME_NOT_TRANSLITERABLE', field);
  return letters;
}
