import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { TextEntry } from '../../controls/text-entry.tsx';
import { RevokeSigningKeyDocument } from '../../schema/authority-operations.ts';
import type { Viewer } from '../../session/viewer-gate.tsx';
import { StepUp } from '../../sign-in/step-up.tsx';
import styles from '../rules/rules.module.css';
import { useKeyChange } from './use-key-change.ts';
import { useKeysWords } from './words/keys-catalogue.ts';

/** Revokes a key, with what follows from it and the reason. */
export function RevokeStep({
  viewer,
  kid,
  onDone,
  onBack,
}: {
  viewer: Viewer;
  kid: string;
  onDone(sentence: string): void;
  onBack(): void;
}) {
  const words = useKeysWords();
  const [, revoke] = useMutation(RevokeSigningKeyDocument);
  const [reason, setReason] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const change = useKeyChange(
    async () => {
      const { data, error } = await revoke({ input: { kid, reason: reason.trim() } });
      return { answer: data?.revokeSigningKey, error };
    },
    () => onDone(words.revokedDone(kid)),
  );
  const send = (event: FormEvent) => {
    event.preventDefault();
    setIsMissing(reason.trim() === '');
    if (reason.trim()) void change.send();
  };
  if (change.needsCode) {
    return (
      <StepUp
        viewer={viewer}
        lead={words.stepUp(viewer.maskedPhone)}
        onVerified={() => void change.send()}
        onCancel={onBack}
        cancel={words.back}
      />
    );
  }
  return (
    <form onSubmit={send} noValidate data-testid="revoke-step">
      <StepHeading>{words.revokeOne(kid)}</StepHeading>
      <p>
        <strong>{words.revokeLead}</strong>
      </p>
      <TextEntry
        label={words.reason}
        hint={words.reasonHint}
        error={isMissing ? words.reasonMissing : undefined}
        value={reason}
        onChange={setReason}
        maxLength={500}
        autoComplete="off"
        testId="revoke-reason"
      />
      {change.failure && <Problem failure={change.failure} />}
      <div className={styles.buttons}>
        <PressButton type="submit" isPending={change.isBusy} testId="revoke">
          {words.revokeButton}
        </PressButton>
        <PressButton kind="secondary" onPress={onBack}>
          {words.back}
        </PressButton>
      </div>
    </form>
  );
}
