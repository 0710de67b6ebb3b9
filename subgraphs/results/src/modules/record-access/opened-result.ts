import type { TestResult } from '../test-result/test-result.entity.js';
import type { Opened } from './note-access.js';

/** A result that was opened, as the log of accesses names it. */
export function openedResult({ id, personId, labId }: TestResult): Opened {
  return { personId, resultId: id, labId };
}
