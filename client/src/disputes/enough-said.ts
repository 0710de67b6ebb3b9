import type { DisputeKind } from '../schema/rights-operations.ts';

/** The longest statement, in characters. */
export const longestStatement = 1_000;

/** Whether a kind speaks for itself, or something was written to it. */
export function isEnoughSaid(kind: DisputeKind, statement: string): boolean {
  return kind === 'NOT_MINE' || kind === 'WRONG_OUTCOME' || statement.trim() !== '';
}
