import { officialValueSets } from '../value-sets.js';

/** Whoever reads a rule follows it by recursion: an officer's phone too. */
const DEEPEST = 40;
/** A verification is judged by every rule of a set, on one thread; so many take some ten milliseconds. */
const MOST_STEPS = 50_000;

/** No list that a rule can go through is longer, but those that it writes itself. */
const longestValueSet = Math.max(...Object.values(officialValueSets).map((values) => values.length));

/** Whether JSON lies in itself deeper than rules may. Reads no deeper than that. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth >= DEEPEST || Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
}

/** Whether rules ask for more work than a verification may cost: `reduce` goes through a list at every call. */
export function costTooMuch(logics: readonly unknown[]): boolean {
  const longest = Math.max(longestValueSet, ...logics.map(longestList));
  return logics.reduce<number>((sum, logic) => sum + stepsOf(logic, longest), 0) > MOST_STEPS;
}

function stepsOf(logic: unknown, longest: number): number {
  if (typeof logic !== 'object' || logic === null) return 1;
  const inner = Object.entries(logic).map(([key, value]) =>
    key === 'reduce' && Array.isArray(value)
      ? value.reduce<number>(
          (sum, part, place) => sum + stepsOf(part, longest) * (place === 1 ? longest : 1),
          0,
        )
      : stepsOf(value, longest),
  );
  return inner.reduce((sum, steps) => sum + steps, 1);
}

function longestList(logic: unknown): number {
  if (typeof logic !== 'object' || logic === null) return 0;
  const inner = Object.values(logic).map(longestList);
  return Math.max(Array.isArray(logic) ? logic.length : 0, ...inner);
}

/** Whether every text in JSON is one that databases and other verifiers take: no NUL, no half of a character. */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isWellFormed(key) && isWellFormed(inner));
}
