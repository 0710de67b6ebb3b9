/** The tests that have a plain name in the list, by LOINC code; the platform knows disease and method of each. */
export const knownTests = [
  '94500-6',
  '97097-0',
  '96986-5',
  '92142-9',
  '92141-1',
  '92131-2',
  '100383-9',
] as const;

/** A test of the list. */
export type KnownTest = (typeof knownTests)[number];

/** Whether a code is one of the list. */
export function isKnownTest(code: string): code is KnownTest {
  return (knownTests as readonly string[]).includes(code);
}

/** Tests whose certificate names the device: rapid antigen (EU DCC schema, field ma). */
export const testsWithDevice: ReadonlySet<string> = new Set(['97097-0', '94558-4']);
