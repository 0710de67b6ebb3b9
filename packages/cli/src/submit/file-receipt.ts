import type { LabFileFormat, TextEncodingName } from '@ketqua/lab-file';

/** What is wrong with a row, in the words of the platform. Never a personal value. */
export interface RowProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** What became of a row; index and line are those of the whole file. */
export interface RowReceipt {
  readonly index: number;
  readonly line: number | null;
  readonly accessionNumber: string | null;
  readonly status: 'ACCEPTED' | 'DUPLICATE' | 'REJECTED';
  readonly resultId: string | null;
  readonly duplicateOf: number | null;
  readonly problems: readonly RowProblem[];
}

/** One import: the whole file, or a part of a large one. */
export interface SubmissionOfFile {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly receivedAt: string;
}

/** How many rows there are of each kind. */
export interface Counts {
  readonly rowCount: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** What stands in `NAME.receipt.json`, and on standard output with `--json`. */
export interface FileReceipt extends Counts {
  readonly file: string;
  readonly format: LabFileFormat | null;
  readonly encoding: TextEncodingName | null;
  readonly platform: string;
  /** Derived from the content and the options. */
  readonly key: string | null;
  /** Nothing was stored: only looked at. */
  readonly isPreview: boolean;
  readonly finishedAt: string;
  readonly submissions: readonly SubmissionOfFile[];
  readonly rows: readonly RowReceipt[];
  /** Why the file as a whole, or what of it is not among the submissions, was not taken. */
  readonly error: { readonly code: string; readonly message: string; readonly line: number | null } | null;
}

/** Adds up the parts of a file. */
export function sumOf(counts: readonly Counts[]): Counts {
  const sum = (name: keyof Counts) => counts.reduce((total, { [name]: count }) => total + count, 0);
  return {
    rowCount: sum('rowCount'),
    accepted: sum('accepted'),
    duplicates: sum('duplicates'),
    rejected: sum('rejected'),
  };
}
