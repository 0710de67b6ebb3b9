import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * Normalizes a phone number to E.164 (ITU-T), or gives `undefined` where it cannot be one.
 * A number without a country prefix is read in `country` (ISO 3166-1 alpha-2).
 */
export function phoneInE164(written: string, country: string): string | undefined {
  const parsed = parsePhoneNumberFromString(written.normalize('NFKC'), country as CountryCode);
  return parsed?.isPossible() ? parsed.number : undefined;
}

/** The number for a screen: country code and the last three digits, as `+84 ••• ••• 123`. */
export function maskPhone(e164: string): string {
  const parsed = parsePhoneNumberFromString(e164);
  return `+${parsed?.countryCallingCode ?? '••'} ••• ••• ${e164.slice(-3)}`;
}
