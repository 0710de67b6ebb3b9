import { knownTest } from '../codes.js';

/** One observation of a report, as far as it matters for what is a result of its own. Questions are left out before. */
export interface Observed {
  readonly testCode: string;
  /** CODED: a code or a known word in a coded field. NUMBER: a quantity, a ratio, a time, a picture. */
  readonly valueKind: 'CODED' | 'TEXT' | 'NUMBER' | 'NONE';
  readonly hasKnownOutcome: boolean;
  /** Whether it may stand without a value: taken back, still open, or finalising what is stored. */
  readonly mayBeWithoutValue: boolean;
}

/**
 * Chooses the results of one report (an OBR with its OBX, a DiagnosticReport with its Observations): every overall
 * interpretation is one. Numbers (Ct values, titres, ages), remarks in free text, and the targets beside the test's
 * own interpretation are components, and none.
 */
export function reportableOf<Item extends Observed>(items: readonly Item[]): Item[] {
  const candidates = items.filter(isCandidate);
  const interpreted = new Set(candidates.filter(hasValue).map(({ testCode }) => testCode));
  const told = new Set<string>();
  const results = candidates.filter((item) => {
    if (hasValue(item)) return true;
    // Lines of a remark under the test's own code: one row at most, and none beside its interpretation.
    if (interpreted.has(item.testCode) || told.has(item.testCode)) return false;
    told.add(item.testCode);
    return true;
  });
  return withoutTargets(results);
}

function isCandidate({ testCode, valueKind, hasKnownOutcome, mayBeWithoutValue }: Observed): boolean {
  if (valueKind === 'NUMBER') return false;
  if (valueKind === 'CODED' || hasKnownOutcome) return true;
  return knownTest(testCode) !== undefined || (valueKind === 'NONE' && mayBeWithoutValue && testCode !== '');
}

function hasValue({ valueKind, hasKnownOutcome, mayBeWithoutValue }: Observed): boolean {
  return valueKind === 'CODED' || hasKnownOutcome || (valueKind === 'NONE' && mayBeWithoutValue);
}

/** Gene targets are dropped, unless one of them alone is all that is told of its disease by that method. */
function withoutTargets<Item extends Observed>(results: readonly Item[]): Item[] {
  const codes = new Map<string, Set<string>>();
  const codesBeside = (testCode: string): Set<string> => {
    const known = knownTest(testCode);
    const key = `${known?.disease} ${known?.method}`;
    const beside = codes.get(key) ?? new Set();
    codes.set(key, beside);
    return beside;
  };
  for (const { testCode } of results) codesBeside(testCode).add(testCode);
  return results.filter(({ testCode }) => !knownTest(testCode)?.isTarget || codesBeside(testCode).size === 1);
}
