import { type ReactNode, useEffect, useState } from 'react';
import { useClient } from 'urql';
import { PageFrame } from '../app/page-frame.tsx';
import { Problem } from '../controls/problem.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { type Failure, failureCodes, failureOf } from '../network/failure.ts';
import { ViewerDocument, type ViewerQuery } from '../schema/operations.ts';
import { SignIn } from '../sign-in/sign-in.tsx';
import { useSession } from './session-provider.tsx';

/** Who is signed in. */
export type Viewer = NonNullable<ViewerQuery['me']>;

type GateState =
  | { kind: 'loading' }
  | { kind: 'anonymous' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'signed-in'; viewer: Viewer; eventCursor: string };

/** Which door of the app a person came through. */
export type Door = 'citizen' | 'officer' | 'laboratory' | 'helpDesk' | 'authority';

/** Shows its children to a signed-in viewer, with the cursor that feeds resume after; sign-in to anyone else. */
export function ViewerGate({
  door,
  offline,
  children,
}: {
  door: Door;
  /** What is shown where the network fails, and how to try again. */
  offline?: (failure: Failure, retry: () => void) => ReactNode;
  children: (viewer: Viewer, eventCursor: string) => ReactNode;
}) {
  const client = useClient();
  const session = useSession();
  const [state, setState] = useState<GateState>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once a session, and again on request.
  useEffect(() => {
    let isCurrent = true;
    client
      .query(ViewerDocument, {}, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data, error }) => {
        if (!isCurrent) return;
        const isAnonymous = data?.me === null || (error && failureCodes(error).includes('UNAUTHENTICATED'));
        if (data?.me) {
          session.observed(true);
          setState({ kind: 'signed-in', viewer: data.me, eventCursor: data.eventCursor });
        } else if (isAnonymous) {
          session.observed(false);
          setState({ kind: 'anonymous' });
        } else {
          setState({ kind: 'failed', failure: error ? failureOf(error) : { code: 'UNFORESEEN' } });
        }
      });
    return () => {
      isCurrent = false;
    };
  }, [client, attempt]);

  const retry = () => {
    setState({ kind: 'loading' });
    setAttempt((previous) => previous + 1);
  };
  if (state.kind === 'signed-in') return children(state.viewer, state.eventCursor);
  if (state.kind === 'anonymous') return <SignIn door={door} />;
  if (state.kind === 'failed' && state.failure.code === 'NETWORK' && offline) {
    return offline(state.failure, retry);
  }
  return (
    <PageFrame>
      {state.kind === 'failed' ? <Problem failure={state.failure} onRetry={retry} /> : <Waiting lines={4} />}
    </PageFrame>
  );
}
