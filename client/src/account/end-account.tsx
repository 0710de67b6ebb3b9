import { useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { EndAccountDocument } from '../schema/account-operations.ts';
import type { Viewer } from '../session/viewer-gate.tsx';
import { StepUp } from '../sign-in/step-up.tsx';
import styles from './account.module.css';
import type { EndedAccountFacts } from './account-page.tsx';
import { useAccountWords } from './words/account-catalogue.ts';

/** The end of the account: what it means, one more question, and a fresh code where the last one is old. */
export function EndAccount({
  viewer,
  isOpen,
  onOpenChange,
  onEnded,
}: {
  viewer: Viewer;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onEnded(facts: EndedAccountFacts): void;
}) {
  const { language } = useLanguage();
  const words = useAccountWords().end;
  const [needsCode, setNeedsCode] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [{ fetching }, endAccount] = useMutation(EndAccountDocument);
  const end = async () => {
    setFailure(null);
    setNeedsCode(false);
    const { data, error } = await endAccount({ locale: language });
    const answer = data?.endAccount;
    if (answer?.__typename === 'EndAccountPayload') onEnded(answer);
    else if (answer?.__typename === 'StepUpRequiredError') setNeedsCode(true);
    else setFailure(error ? failureOf(error) : (answer ?? { code: 'UNFORESEEN' }));
  };
  const close = () => {
    setNeedsCode(false);
    setFailure(null);
    onOpenChange(false);
  };
  if (needsCode) {
    return <StepUp viewer={viewer} onVerified={() => void end()} onCancel={close} cancel={words.cancel} />;
  }
  const consequences = [words.lead, words.goes, words.stays, words.again];
  if (!isOpen) {
    return (
      <section aria-labelledby="end-title" className={styles.section}>
        <h2 id="end-title">{words.title}</h2>
        <p>{words.lead}</p>
        <PressButton kind="link" onPress={() => onOpenChange(true)} testId="begin-end">
          {words.begin}
        </PressButton>
      </section>
    );
  }
  return (
    <>
      <StepHeading>{words.confirmTitle}</StepHeading>
      {consequences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {failure && <Problem failure={failure} />}
      <div className={styles.buttons}>
        <PressButton kind="secondary" onPress={close} testId="keep-account">
          {words.cancel}
        </PressButton>
        <PressButton isPending={fetching} onPress={() => void end()} testId="end-account">
          {words.confirm}
        </PressButton>
      </div>
    </>
  );
}
