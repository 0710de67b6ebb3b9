import { useEffect, useRef, useState } from 'react';
import { useMutation } from 'urql';
import { useLanguage } from '../../language/language-provider.tsx';
import { type Failure, failureOf } from '../../network/failure.ts';
import { useLive } from '../../network/use-live.ts';
import {
  CertificateWithdrawnDocument,
  VerifyQrDocument,
  type VerifyQrMutation,
} from '../../schema/operations.ts';
import { enqueue, type KeptCheckpoint } from '../desk/officer-store.ts';
import { sealEntry } from '../queue/seal-entry.ts';
import { type FoundHere, type FoundOffline, judgeHere } from './offline-verification.ts';
import { tell } from './verdict-signal.ts';

/** What a check found. */
export type Verification = Extract<VerifyQrMutation['verifyQr'], { __typename: 'Verification' }>;

/** What was read, and whether the camera read it. */
export interface Scan {
  payload: string;
  isFromCamera: boolean;
}

/** A verdict that is shown. */
export interface ShownVerdict {
  verification: Verification;
  /** By what this phone judged, where the platform has not; else null. */
  here: FoundHere | null;
  clearsAt: string;
  scan: Scan;
}

/** Where a scan stands. */
export type ScanState =
  | { kind: 'idle' }
  | { kind: 'scanning'; justVerified: string | null }
  | { kind: 'reading-picture' }
  | { kind: 'checking' }
  | ({ kind: 'verdict' } & ShownVerdict)
  | { kind: 'failed'; failure: Failure; scan?: Scan };

/** How long a verdict, with a name in it, stays on the screen, in milliseconds. */
export const verdictStays = 20_000;

/** How long the platform may take before what this phone found by itself is shown, in milliseconds. */
const platformMayTake = 300;
/** After this the network has failed, in milliseconds. */
const networkGivenUp = 5_000;

type Answer = { verification: Verification } | { failure: Failure };

/**
 * Verifies what was read at one checkpoint: this phone by itself, and the platform beside it, which knows of a revocation
 * in the same second. Whichever is there in half a second is shown; what the platform says later takes its place.
 */
export function useVerification(checkpoint: KeptCheckpoint, { onQueued }: { onQueued(): void }) {
  const { language } = useLanguage();
  const [, verifyQr] = useMutation(VerifyQrDocument);
  const [state, setState] = useState<ScanState>({ kind: 'idle' });
  /** The scan at hand: what an earlier one is still told is let go. */
  const turn = useRef(0);
  useWithdrawals(setState);
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );

  const askPlatform = async ({ payload }: Scan): Promise<Answer> => {
    const late = new Promise<Answer>((resolve) => {
      setTimeout(() => resolve({ failure: { code: 'NETWORK' } }), networkGivenUp);
    });
    const asked = verifyQr({ input: { payload, checkpointId: checkpoint.id } }).then(
      ({ data, error }): Answer => {
        const answer = data?.verifyQr;
        if (answer?.__typename === 'Verification') return { verification: answer };
        return { failure: answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }) };
      },
    );
    return Promise.race([asked, late]);
  };

  const queue = async ({ verdict }: FoundOffline, at: Date) => {
    if (!checkpoint.queueKey) return;
    await enqueue({ checkpointId: checkpoint.id, sealed: await sealEntry(checkpoint.queueKey, verdict, at) });
    onQueued();
  };

  const verify = async (scan: Scan) => {
    turn.current += 1;
    const own = turn.current;
    const isCurrent = () => turn.current === own;
    setState({ kind: 'checking' });
    const at = new Date();
    let shown: Verification | null = null;
    const show = (verification: Verification, found: FoundHere | null) => {
      if (!isCurrent()) return;
      const clearsAt = new Date(Date.now() + verdictStays).toISOString();
      setState({ kind: 'verdict', verification, here: found, clearsAt, scan });
      if (shown?.verdict !== verification.verdict) tell(verification.verdict);
      shown = verification;
    };
    const asked = askPlatform(scan);
    const here = await judgeHere(scan.payload, { ruleSet: checkpoint.ruleSet, language });
    const first = here && (await Promise.race([asked, pause(platformMayTake)]));
    if (here && (!first || 'failure' in first)) show(here.verification, here);
    const answer = await asked;
    if ('verification' in answer) show(answer.verification, null);
    else if (answer.failure.code === 'NETWORK' && here) await queue(here, at).catch(() => undefined);
    else if (isCurrent()) setState({ kind: 'failed', failure: answer.failure, scan });
  };
  const set = (next: ScanState) => {
    turn.current += 1;
    setState(next);
  };
  return { state, setState: set, verify };
}

function pause(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), milliseconds);
  });
}

/** A certificate that is withdrawn while its verdict is on the screen turns red there. */
function useWithdrawals(setState: (change: (state: ScanState) => ScanState) => void): void {
  useLive(CertificateWithdrawnDocument, {}, 'withdrawals', {
    onEvent: ({ certificateWithdrawn: { certificateHash, status } }) =>
      setState((state) => {
        if (state.kind !== 'verdict' || state.verification.certificateHash !== certificateHash) return state;
        if (state.verification.verdict !== 'FAIL') tell('FAIL');
        return { ...state, here: null, verification: { ...state.verification, verdict: 'FAIL', status } };
      }),
    onFailure: () => undefined,
  });
}
