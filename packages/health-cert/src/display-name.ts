import type { PersonName } from './digital-covid-certificate.js';

/**
 * A name as an officer compares it with an ID card: family name first, as the card and the passport have it;
 * the transliteration stands in where a part was not written.
 */
export function displayName(name: PersonName): string {
  return [name.fn || spaced(name.fnt), name.gn || spaced(name.gnt)].filter(Boolean).join(' ');
}

function spaced(letters = ''): string {
  return letters.replaceAll('<', ' ');
}
