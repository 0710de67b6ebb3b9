import { useState } from 'react';
import { useLocation } from 'react-router';
import { useQuery } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { failureOf } from '../../network/failure.ts';
import { SigningKeysDocument } from '../../schema/authority-operations.ts';
import type { Viewer } from '../../session/viewer-gate.tsx';
import styles from '../rules/rules.module.css';
import { KeyItem } from './key-item.tsx';
import { RevokeStep } from './revoke-step.tsx';
import { RotateStep } from './rotate-step.tsx';
import { useKeysWords } from './words/keys-catalogue.ts';

type Step = { kind: 'list' } | { kind: 'rotate' } | { kind: 'revoke'; kid: string };

/** The keys that sign QR codes, and the ways to make a new one and to end one. */
export function KeysPage({ viewer }: { viewer: Viewer }) {
  const { key } = useLocation();
  const words = useKeysWords();
  const [{ data, error }, execute] = useQuery({ query: SigningKeysDocument });
  const [step, setStep] = useState<Step>({ kind: 'list' });
  const [done, setDone] = useState<string | null>(null);
  const leave = () => setStep({ kind: 'list' });
  const finish = (sentence: string) => {
    setDone(sentence);
    leave();
  };
  const begin = (next: Step) => {
    setDone(null);
    setStep(next);
  };
  if (step.kind === 'rotate') return <RotateStep viewer={viewer} onDone={finish} onBack={leave} />;
  if (step.kind === 'revoke') {
    return <RevokeStep viewer={viewer} kid={step.kid} onDone={finish} onBack={leave} />;
  }
  return (
    <>
      <StepHeading takesFocus={key !== 'default'}>{words.title}</StepHeading>
      <p>{words.lead}</p>
      <p role="status" className={done ? styles.done : undefined} data-testid="keys-done">
        {done}
      </p>
      {error && !data && (
        <Problem failure={failureOf(error)} onRetry={() => execute({ requestPolicy: 'network-only' })} />
      )}
      {!data && !error && <Waiting lines={4} />}
      {data && (
        <>
          <ul className={styles.list}>
            {data.signingKeys.map((signingKey) => (
              <KeyItem
                key={signingKey.kid}
                signingKey={signingKey}
                onRevoke={() => begin({ kind: 'revoke', kid: signingKey.kid })}
              />
            ))}
          </ul>
          <PressButton kind="secondary" onPress={() => begin({ kind: 'rotate' })} testId="rotate-key">
            {words.rotate}
          </PressButton>
        </>
      )}
    </>
  );
}
