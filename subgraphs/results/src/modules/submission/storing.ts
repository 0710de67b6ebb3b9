import type { Outbox, Query } from '@ketqua/platform';
import type { Accessor } from '../record-access/accessor.js';
import type { ChangedBy } from '../test-result/test-result.vocabulary.js';
import type { ProblemCode } from './problem.js';

/** What storing a row came to. `duplicateOf` is the index of the earlier row of the same submission. */
export type StoredRow =
  | {
      readonly status: 'ACCEPTED' | 'DUPLICATE';
      /** Null only where a row that is foreseen, not stored, would make a new result. */
      readonly resultId: string | null;
      readonly duplicateOf?: number | null;
    }
  | {
      readonly status: 'REJECTED';
      readonly code: ProblemCode;
      /** The fields that it disagrees in, or that are wrong; at least one. */
      readonly fields: readonly string[];
      /** The stored result that it disagrees with: what a correction or a withdrawal names. */
      readonly resultId: string | null;
      readonly duplicateOf?: number | null;
    };

/** Where rows are stored: in the caller's transaction, with the events that it commits. */
export interface Storing {
  readonly query: Query;
  readonly outbox: Outbox;
  readonly labId: string;
  /** Null where no submission brought it: a correction. */
  readonly submissionId: string | null;
  readonly now: Date;
  /** Who changes a result by hand; absent where a submission brings it. */
  readonly changedBy?: ChangedBy;
  /** Who is written down as having changed a stored result: the lab's own. */
  readonly accessor: Accessor | null;
}
