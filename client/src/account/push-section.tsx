import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import styles from './account.module.css';
import { usePush } from './use-push.ts';
import { useAccountWords } from './words/account-catalogue.ts';

/** Whether this device is told when something waits, and the way to change it. */
export function PushSection({
  publicKey,
  isNotified,
  onChanged,
}: {
  publicKey: string | null;
  isNotified: boolean;
  onChanged(): void;
}) {
  const words = useAccountWords().push;
  const { state, failure, isBusy, turnOn, turnOff } = usePush(publicKey, isNotified);
  return (
    <section aria-labelledby="push-title" className={styles.section} data-testid="push" data-state={state}>
      <h2 id="push-title">{words.title}</h2>
      {state === 'unsupported' && <p>{words.unsupported}</p>}
      {state === 'denied' && <p>{words.denied}</p>}
      {state === 'off' && (
        <>
          <p>{words.lead}</p>
          <PressButton
            kind="secondary"
            isPending={isBusy}
            onPress={() => void turnOn().then(onChanged)}
            testId="push-on"
          >
            {words.turnOn}
          </PressButton>
        </>
      )}
      {state === 'on' && (
        <>
          <p>{words.isOn}</p>
          <PressButton
            kind="secondary"
            isPending={isBusy}
            onPress={() => void turnOff().then(onChanged)}
            testId="push-off"
          >
            {words.turnOff}
          </PressButton>
        </>
      )}
      {failure && <Problem failure={failure} />}
    </section>
  );
}
