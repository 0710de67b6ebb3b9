import { phoneInE164 } from '@ketqua/platform';
import countryTable from '../../../data/countries.json' with { type: 'json' };
import identifierTable from '../../../data/identifier-types.json' with { type: 'json' };

/** An identifier of a person: HL7 v2's CX, FHIR's Identifier. */
export interface PersonIdentifier {
  readonly value: string;
  /** HL7 table 0203. */
  readonly type: string;
}

/** A telephone number as messages carry it, whole or in parts. */
export interface WrittenPhone {
  readonly text: string;
  /** Calling code, digits: 84. */
  readonly callingCode: string;
  readonly area: string;
  readonly local: string;
}

const alpha2: Readonly<Record<string, string>> = countryTable.alpha2;
const countryNames: Readonly<Record<string, string>> = countryTable.names;
const sexes: Readonly<Record<string, string>> = {
  M: 'MALE',
  F: 'FEMALE',
  O: 'OTHER',
  A: 'OTHER',
  U: 'UNKNOWN',
  N: 'UNKNOWN',
  MALE: 'MALE',
  FEMALE: 'FEMALE',
  OTHER: 'OTHER',
  UNKNOWN: 'UNKNOWN',
};

// Longer texts are no numbers.
const longestPhone = 100;

/** The identifier that a state gave, by its type alone: NI and NNxxx before a passport before a social number. */
export function nationalIdOf(identifiers: readonly PersonIdentifier[]): string | null {
  const rank = ({ type }: PersonIdentifier) =>
    /^NN[A-Z]{2,3}$/.test(type) ? 0 : identifierTable.national.indexOf(type);
  const national = identifiers.filter((identifier) => identifier.value && rank(identifier) >= 0);
  return national.sort((a, b) => rank(a) - rank(b))[0]?.value ?? null;
}

/** Sex by HL7 table 0001 or FHIR AdministrativeGender; as written where neither knows it. */
export function sexOf(code: string): string {
  return sexes[code.trim().toUpperCase()] ?? code;
}

/**
 * A number with its country's prefix where the message names the country: by the calling code beside it, else by the
 * country of the person's address. Else as written: the file's own country is applied later.
 */
export function phoneOf({ text, callingCode, area, local }: WrittenPhone, addressCountry: string): string {
  const written = text.slice(0, longestPhone).trim();
  if (written.startsWith('+')) return written;
  const national = local ? `${area}${local}`.slice(0, longestPhone) : written;
  const code = callingCode.replace(/^(?:\+|00)/, '').trim();
  if (/^[1-9]\d{0,2}$/.test(code) && national) {
    const digits = national.replace(/\s*(?:x|ext\.?)\s*\d+$/i, '').replaceAll(/\D/g, '');
    const whole = `+${code}${digits}`;
    // A trunk prefix (0) is no part of the number, in most countries.
    return national.startsWith('0') ? (inE164(whole, 'ZZ') ?? whole) : whole;
  }
  const number = written || national;
  const country = countryOf(addressCountry);
  return (country && inE164(number, country)) ?? number;
}

function inE164(number: string, country: string): string | undefined {
  return phoneInE164(number, country);
}

function countryOf(written: string): string | null {
  const code = written.trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(code)) return code;
  return alpha2[code] ?? countryNames[written.normalize('NFC').trim().toLowerCase()] ?? null;
}
