import { useState } from 'react';
import { useMutation } from 'urql';
import { type Failure, failureOf } from '../../network/failure.ts';
import { VerifyQrDocument, type VerifyQrMutation } from '../../schema/operations.ts';

/** What a check found. */
export type Verification = Extract<VerifyQrMutation['verifyQr'], { __typename: 'Verification' }>;

/** Where a scan stands. */
export type ScanState =
  | { kind: 'idle' }
  | { kind: 'scanning' }
  | { kind: 'reading-picture' }
  | { kind: 'checking' }
  | { kind: 'verdict'; verification: Verification; clearsAt: string; isFromCamera: boolean }
  | { kind: 'failed'; failure: Failure; payload?: string };

/** How long a verdict, with a name in it, stays on the screen, in milliseconds. */
export const verdictStays = 20_000;

/** Verifies what was read at one checkpoint, and keeps where the scan stands. */
export function useVerification(checkpointId: string) {
  const [, verifyQr] = useMutation(VerifyQrDocument);
  const [state, setState] = useState<ScanState>({ kind: 'idle' });
  const verify = async (payload: string, isFromCamera: boolean) => {
    setState({ kind: 'checking' });
    const { data, error } = await verifyQr({ input: { payload, checkpointId } });
    const answer = data?.verifyQr;
    if (answer?.__typename === 'Verification') {
      const clearsAt = new Date(Date.now() + verdictStays).toISOString();
      setState({ kind: 'verdict', verification: answer, clearsAt, isFromCamera });
      navigator.vibrate?.(answer.verdict === 'PASS' ? 80 : [140, 90, 140]);
    } else {
      const failure = answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' });
      setState({ kind: 'failed', failure, payload });
    }
  };
  return { state, setState, verify };
}
