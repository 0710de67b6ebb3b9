import { useState } from 'react';
import { useMutation } from 'urql';
import { type Failure, failureOf } from '../../network/failure.ts';
import { VerifyQrDocument, type VerifyQrMutation } from '../../schema/operations.ts';

/** What a check found. */
export type Verification = Extract<VerifyQrMutation['verifyQr'], { __typename: 'Verification' }>;

/** What was read, and whether the camera read it. */
export interface Scan {
  payload: string;
  isFromCamera: boolean;
}

/** Where a scan stands. */
export type ScanState =
  | { kind: 'idle' }
  | { kind: 'scanning'; justVerified: string | null }
  | { kind: 'reading-picture' }
  | { kind: 'checking' }
  | { kind: 'verdict'; verification: Verification; clearsAt: string; scan: Scan }
  | { kind: 'failed'; failure: Failure; scan?: Scan };

/** How long a verdict, with a name in it, stays on the screen, in milliseconds. */
export const verdictStays = 20_000;

/** Verifies what was read at one checkpoint, and keeps where the scan stands. */
export function useVerification(checkpointId: string) {
  const [, verifyQr] = useMutation(VerifyQrDocument);
  const [state, setState] = useState<ScanState>({ kind: 'idle' });
  const verify = async (scan: Scan) => {
    setState({ kind: 'checking' });
    const { data, error } = await verifyQr({ input: { payload: scan.payload, checkpointId } });
    const answer = data?.verifyQr;
    if (answer?.__typename === 'Verification') {
      const clearsAt = new Date(Date.now() + verdictStays).toISOString();
      setState({ kind: 'verdict', verification: answer, clearsAt, scan });
      navigator.vibrate?.(answer.verdict === 'PASS' ? 80 : [140, 90, 140]);
    } else {
      const failure = answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' });
      setState({ kind: 'failed', failure, scan });
    }
  };
  return { state, setState, verify };
}
