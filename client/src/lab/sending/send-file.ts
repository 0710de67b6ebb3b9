import type { Client } from '@urql/core';
import { backoff, waitOrWake } from '../../network/backoff.ts';
import { type Failure, failureOf } from '../../network/failure.ts';
import {
  ImportResultsDocument,
  type ImportResultsInput,
  type ReceiptFactsFragment,
  SubmissionByKeyDocument,
} from '../../schema/lab-operations.ts';

/** A failure of a file, with what the reader of the file can add to it. */
export type FileFailure = Failure & { line?: number | null; maximum?: number };

/** How the sending of a file ended. */
export type SendingEnd =
  | { kind: 'received'; receipt: ReceiptFactsFragment }
  | { kind: 'refused'; failure: FileFailure };

/** Failures that another try may not meet. */
const passing = new Set(['NETWORK', 'SUBGRAPH_UNAVAILABLE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED']);
const mostTries = 30;

/**
 * Sends a file until it was answered: after a lost connection again, under the same key, so that no row is stored
 * twice and a sending that stopped goes on.
 * @param onLost told true while the platform is out of reach, false when it answers again
 */
export async function sendFile(
  client: Client,
  input: ImportResultsInput,
  onLost: (isLost: boolean) => void,
): Promise<SendingEnd> {
  for (let attempt = 0; ; attempt += 1) {
    const { data, error } = await client.mutation(ImportResultsDocument, { input }).toPromise();
    const answer = data?.importResults;
    if (answer?.__typename === 'SubmissionReceipt') return { kind: 'received', receipt: answer };
    const failure = answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' });
    if (answer || !passing.has(failure.code) || attempt === mostTries) return { kind: 'refused', failure };
    onLost(true);
    await waitOrWake(backoff(attempt, Math.random()));
    onLost(false);
  }
}

/** How far a submission is, or null where none has arrived; undefined while the platform is out of reach. */
export async function progressOf(
  client: Client,
  idempotencyKey: string,
): Promise<ReceiptFactsFragment | null | undefined> {
  const { data } = await client
    .query(SubmissionByKeyDocument, { idempotencyKey }, { requestPolicy: 'network-only' })
    .toPromise();
  return data?.submissionByKey;
}
