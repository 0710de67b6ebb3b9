/** Why a file cannot be read at all. */
export type UnreadableReason =
  | 'UNCLOSED_QUOTE'
  | 'NO_HEADER'
  | 'MALFORMED'
  | 'UNKNOWN_COLUMNS'
  | 'NOT_THIS_FORMAT'
  | 'TOO_LARGE';

/** A file that cannot be read as its format, from some line on. It holds nothing of the file. */
export class UnreadableContentError extends Error {
  override readonly name = 'UnreadableContentError';
  constructor(
    readonly reason: UnreadableReason,
    /** 1-based; null where no line can be named. */
    readonly line: number | null,
  ) {
    super(reason);
  }
}
