import { type Query, queryIn, type Viewer } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import type { FileReading } from './import/lab-file.js';

/** What is known of a key that was used before. */
export interface EarlierSubmission {
  readonly contentHash: Uint8Array;
  readonly processed: number;
  /** How its file was read: the rest of it is read alike, whatever the lab has saved since. */
  readonly reading: FileReading | null;
}

/** The submission of a lab under a key, as far as it came, or `undefined`. */
export async function earlierSubmission(
  { em }: Pick<ResultsContext, 'em'>,
  labId: string,
  idempotencyKey: string,
): Promise<EarlierSubmission | undefined> {
  const query: Query = queryIn(em);
  const [earlier] = await query<EarlierSubmission>(
    `select content_hash as "contentHash", processed, reading from results.submission
      where lab_id = $1 and idempotency_key = $2`,
    [labId, idempotencyKey],
  );
  return earlier;
}

/** How many of its rows a submission has still to store: what is sent again is not counted again. */
export function rowsLeft(rowCount: number, earlier: EarlierSubmission | undefined): number {
  return Math.max(0, rowCount - (earlier?.processed ?? 0));
}

/** Who sends: a key, or somebody's account. */
export function submitterOf(viewer: Viewer): string | null {
  if (viewer.kind === 'lab') return viewer.keyId;
  return viewer.kind === 'account' ? viewer.accountId : null;
}
