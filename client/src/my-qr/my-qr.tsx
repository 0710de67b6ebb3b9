import { useEffect, useEffectEvent, useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { serverNow } from '../network/server-clock.ts';
import type { Person, Result } from '../people/use-people.ts';
import { Correction } from '../results/correction.tsx';
import { IssueQrTokenDocument } from '../schema/operations.ts';
import type { Viewer } from '../session/viewer-gate.tsx';
import { StepUp } from '../sign-in/step-up.tsx';
import { keepPass, keptPasses } from './kept-passes.ts';
import type { Pass } from './pass.ts';
import { QrSlip } from './qr-slip.tsx';
import type { QrToken, QrTokens } from './use-qr-tokens.ts';

type MyQrState =
  | { kind: 'preparing' }
  | { kind: 'step-up' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'ready'; token: QrToken }
  | { kind: 'kept'; pass: Pass };

/** Issues the QR code of one result, after a fresh code where the server wants one, shows it, and keeps it. */
export default function MyQr({
  viewer,
  person,
  result,
  tokens,
  onBack,
}: {
  viewer: Viewer;
  person: Person;
  result: Result;
  tokens: QrTokens;
  onBack(): void;
}) {
  const { words } = useLanguage();
  const [, issueQrToken] = useMutation(IssueQrTokenDocument);
  const [state, setState] = useState<MyQrState>(() => {
    const token = tokens.find(result);
    return token ? { kind: 'ready', token } : { kind: 'preparing' };
  });

  const issue = async () => {
    setState({ kind: 'preparing' });
    const { data, error } = await issueQrToken({ input: { resultId: result.id } });
    const answer = data?.issueQrToken;
    if (answer?.__typename === 'QrToken') {
      tokens.keep(result, answer);
      setState({ kind: 'ready', token: answer });
      const { id, displayName, dateOfBirth } = person;
      const checkedAt = new Date(serverNow()).toISOString();
      const kept = { viewerId: viewer.id, person: { id, displayName, dateOfBirth } };
      void keepPass({ ...kept, result, token: answer, checkedAt });
    } else if (answer?.__typename === 'StepUpRequiredError') setState({ kind: 'step-up' });
    else {
      const failure = answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' });
      const pass = failure.code === 'NETWORK' ? await keptPassOf(viewer, result) : undefined;
      setState(pass ? { kind: 'kept', pass } : { kind: 'failed', failure });
    }
  };
  // A corrected version takes the place of the one shown.
  const open = useEffectEvent(() => {
    const token = tokens.find(result);
    if (token) setState({ kind: 'ready', token });
    else void issue();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version opens another code.
  useEffect(() => open(), [result.id, result.version]);

  if (state.kind === 'step-up') return <StepUp viewer={viewer} onVerified={issue} onCancel={onBack} />;
  if (state.kind === 'kept') {
    const { token, checkedAt } = state.pass;
    return <QrSlip person={person} result={result} token={token} checkedAt={checkedAt} onBack={onBack} />;
  }
  if (state.kind === 'ready') {
    // What the platform said last of this code, by the page's live stream.
    const status = result.qrTokens.find(({ id }) => id === state.token.id)?.status ?? state.token.status;
    const renew = () => {
      tokens.forget(result);
      void issue();
    };
    return (
      <QrSlip
        person={person}
        result={result}
        token={{ ...state.token, status }}
        onRenew={renew}
        onBack={onBack}
      />
    );
  }
  return (
    <>
      <StepHeading>{words.myQr.title}</StepHeading>
      <Correction result={result} />
      {state.kind === 'preparing' && <Waiting lines={6} />}
      {state.kind === 'failed' && <Problem failure={state.failure} onRetry={issue} />}
      <PressButton kind="link" onPress={onBack}>
        {words.myQr.back}
      </PressButton>
    </>
  );
}

async function keptPassOf(viewer: Viewer, { id, version }: Result): Promise<Pass | undefined> {
  const passes = await keptPasses();
  return passes.find(
    ({ viewerId, result }) => viewerId === viewer.id && result.id === id && result.version === version,
  );
}
