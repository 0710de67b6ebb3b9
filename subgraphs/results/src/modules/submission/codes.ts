import catalogue from '../../data/loinc-tests.json' with { type: 'json' };
import type { TestMethod } from '../test-result/test-result.vocabulary.js';

interface KnownTest {
  readonly disease: string;
  readonly method: TestMethod;
  readonly name: string;
  /** One gene or protein of the agent: a component beside the test's overall interpretation. */
  readonly isTarget?: boolean;
}

const tests = catalogue.tests as Readonly<Record<string, KnownTest>>;

/** What we know of a LOINC code: disease, method and name. */
export function knownTest(loinc: string): KnownTest | undefined {
  return Object.hasOwn(tests, loinc) ? tests[loinc] : undefined;
}

/** Whether a text is a LOINC code: digits, and a check digit by Luhn's mod 10 (LOINC Users' Guide, appendix C). */
export function isLoinc(text: string): boolean {
  const match = /^(\d{1,7})-(\d)$/.exec(text);
  if (!match) return false;
  let sum = 0;
  [...match[1]!].reverse().forEach((digit, position) => {
    const doubled = Number(digit) * (position % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return (10 - (sum % 10)) % 10 === Number(match[2]);
}

// Verhoeff's dihedral group and permutation.
const multiplication = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const permutation = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** Whether a text is a SNOMED CT identifier: 6 to 18 digits with Verhoeff's check digit (SNOMED CT TIG, SCTID). */
export function isSnomed(text: string): boolean {
  if (!/^[1-9]\d{5,17}$/.test(text)) return false;
  let check = 0;
  [...text].reverse().forEach((digit, position) => {
    check = Number(multiplication[check]![Number(permutation[position % 8]![Number(digit)])]);
  });
  return check === 0;
}

/**
 * Whether a Vietnamese citizen ID (CCCD, 12 digits, Decree 137/2015) agrees with birth year and sex, as far as
 * those are known: digit 4 tells century and sex, digits 5 and 6 the year.
 */
export function cccdAgrees(id: string, dateOfBirth: string, sex: string): boolean {
  const century = 1900 + 100 * Math.floor(Number(id[3]) / 2);
  const year = century + Number(id.slice(4, 6));
  const isFemale = Number(id[3]) % 2 === 1;
  const sexAgrees = (sex !== 'MALE' && sex !== 'FEMALE') || (sex === 'FEMALE') === isFemale;
  return year === Number(dateOfBirth.slice(0, 4)) && sexAgrees;
}
