import type { Problem } from './problem.js';

/** What became of one row. */
export interface RowOutcomeRecord {
  readonly index: number;
  /** 1-based in the file, its header counted; null where there was no file. */
  readonly line?: number | null | undefined;
  readonly accessionNumber?: string | null | undefined;
  readonly status: 'ACCEPTED' | 'DUPLICATE' | 'REJECTED';
  readonly resultId?: string | null | undefined;
  readonly problems: readonly Problem[];
  /** The index of the earlier row of the submission that it repeats or contradicts. */
  readonly duplicateOf?: number | null | undefined;
}
