import { randomInt } from 'node:crypto';

/** Letters and digits that nobody takes for one another, by eye or by ear over a counter: no 0 O, 1 I L, 2 Z, 5 S, 8 B, 6 G. */
const alphabet = 'ACDEFHJKMNPQRTUVWXY3479';

const randomLength = 11;

/**
 * Makes a claim code: eleven random characters (49 bits) and a check character.
 * @returns twelve characters, to be shown in groups of four
 */
export function newClaimCode(): string {
  const random = Array.from({ length: randomLength }, () => alphabet[randomInt(alphabet.length)]).join('');
  return random + checkCharacter(random);
}

/**
 * Reads a code as people write it: lower case, spaces and hyphens are forgiven.
 * @returns the twelve characters, or null where they are no code: a character was mistyped or two were swapped
 */
export function readClaimCode(written: string): string | null {
  const code = written
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}.]/gu, '');
  if (code.length !== randomLength + 1 || [...code].some((each) => !alphabet.includes(each))) return null;
  return checkCharacter(code.slice(0, randomLength)) === code[randomLength] ? code : null;
}

/**
 * The check character: the sum of the characters' values, each times its place from the left, modulo 23. The modulus is
 * prime, so that every wrong character and every two that were swapped are found (the principle of ISO/IEC 7064's pure
 * systems and of ISBN-10, with an alphabet of its own).
 */
function checkCharacter(text: string): string {
  const sum = [...text].reduce((total, each, place) => total + alphabet.indexOf(each) * (place + 1), 0);
  return alphabet[sum % alphabet.length]!;
}
