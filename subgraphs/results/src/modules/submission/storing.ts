import type { Outbox, Query } from '@ketqua/platform';
import type { ProblemCode } from './problem.js';

/** What storing a row came to. */
export type StoredRow =
  | { readonly status: 'ACCEPTED' | 'DUPLICATE'; readonly resultId: string }
  | {
      readonly status: 'REJECTED';
      readonly code: ProblemCode;
      readonly field: string;
      readonly resultId: string;
    };

/** Where rows are stored: in the caller's transaction, with the events that it commits. */
export interface Storing {
  readonly query: Query;
  readonly outbox: Outbox;
  readonly labId: string;
  /** Null where no submission brought it: a correction. */
  readonly submissionId: string | null;
  readonly now: Date;
}
