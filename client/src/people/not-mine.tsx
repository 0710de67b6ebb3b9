import { useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { ReportWrongNumberDocument } from '../schema/operations.ts';
import styles from './people.module.css';

/** Says that a person on this phone is a stranger, once that was asked twice: there is no way back but the help desk. */
export default function NotMine({ personId, onDone }: { personId: string; onDone(): void }) {
  const { words } = useLanguage();
  const [{ fetching }, report] = useMutation(ReportWrongNumberDocument);
  const [isAsked, setIsAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async () => {
    setFailure(null);
    const { data, error } = await report({ input: { personId } });
    const answer = data?.reportWrongNumber;
    if (answer?.__typename === 'ReportWrongNumberPayload') onDone();
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  if (!isAsked) {
    return (
      <PressButton kind="link" onPress={() => setIsAsked(true)} testId="not-mine">
        {words.people.notMine}
      </PressButton>
    );
  }
  return (
    <div>
      <p>{words.people.notMineAsked}</p>
      {failure && <Problem failure={failure} />}
      <div className={styles.buttons}>
        <PressButton kind="secondary" isPending={fetching} onPress={() => void send()} testId="not-mine-sure">
          {words.people.notMineSure}
        </PressButton>
        <PressButton kind="link" onPress={() => setIsAsked(false)}>
          {words.people.notMineBack}
        </PressButton>
      </div>
    </div>
  );
}
