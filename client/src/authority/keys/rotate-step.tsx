import { useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { RadioEntry } from '../../controls/radio-entry.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { serverNow } from '../../network/server-clock.ts';
import { RotateSigningKeyDocument } from '../../schema/authority-operations.ts';
import type { Viewer } from '../../session/viewer-gate.tsx';
import { StepUp } from '../../sign-in/step-up.tsx';
import { timeZone } from '../rules/moment.ts';
import styles from '../rules/rules.module.css';
import { useKeyChange } from './use-key-change.ts';
import { useKeysWords } from './words/keys-catalogue.ts';

const whens = ['later', 'now'] as const;

/** Makes a key that takes over: in 25 hours, so that everybody knows it by then, or at once. */
export function RotateStep({
  viewer,
  onDone,
  onBack,
}: {
  viewer: Viewer;
  onDone(sentence: string): void;
  onBack(): void;
}) {
  const { language } = useLanguage();
  const words = useKeysWords();
  const [, rotate] = useMutation(RotateSigningKeyDocument);
  const [when, setWhen] = useState('later');
  const change = useKeyChange(
    async () => {
      const signsFrom = when === 'now' ? new Date(serverNow()).toISOString() : null;
      const { data, error } = await rotate({ input: { signsFrom } });
      return { answer: data?.rotateSigningKey, error };
    },
    ({ kid, signsFrom }) => onDone(words.rotated(kid, formatDateTime(signsFrom, language, timeZone))),
  );
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
    <div data-testid="rotate-step">
      <StepHeading>{words.rotate}</StepHeading>
      <p>{words.rotateLead}</p>
      <RadioEntry
        label={words.when}
        value={when}
        choices={whens.map((value) => ({ value, label: words.whens[value] }))}
        onChange={setWhen}
        testId="rotate-when"
      />
      {when === 'now' && <p>{words.nowHint}</p>}
      {change.failure && <Problem failure={change.failure} />}
      <div className={styles.buttons}>
        <PressButton isPending={change.isBusy} onPress={() => void change.send()} testId="rotate">
          {words.rotateButton}
        </PressButton>
        <PressButton kind="secondary" onPress={onBack}>
          {words.back}
        </PressButton>
      </div>
    </div>
  );
}
