import { useState } from 'react';
import { useQuery } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { AccountPageDocument } from '../schema/account-operations.ts';
import styles from './account.module.css';
import { usePush } from './use-push.ts';
import { useAccountWords } from './words/account-catalogue.ts';

const key = 'ketqua.push-offered';

/** Offers notifications to whoever has opened a result: once on a device, whatever the answer is. */
export default function PushOffer() {
  const [wasOffered, setWasOffered] = useState(() => localStorage.getItem(key) !== null);
  return wasOffered ? null : (
    <Offer
      onAnswered={() => {
        localStorage.setItem(key, 'yes');
        setWasOffered(true);
      }}
    />
  );
}

function Offer({ onAnswered }: { onAnswered(): void }) {
  const words = useAccountWords().push;
  const [{ data }] = useQuery({ query: AccountPageDocument });
  const isNotified = data?.me?.sessions.some((session) => session.isCurrent && session.isNotified) ?? false;
  const { state, failure, isBusy, turnOn } = usePush(data?.pushPublicKey ?? null, isNotified);
  if (state !== 'off' && !failure) return null;
  const accept = async () => {
    if (await turnOn()) onAnswered();
  };
  return (
    <section className={styles.section} aria-labelledby="push-offer" data-testid="push-offer">
      <p id="push-offer">
        <strong>{words.offer}</strong>
      </p>
      <p>{words.lead}</p>
      {failure && <Problem failure={failure} />}
      <div className={styles.buttons}>
        <PressButton kind="secondary" isPending={isBusy} onPress={() => void accept()} testId="push-accept">
          {words.turnOn}
        </PressButton>
        <PressButton kind="link" onPress={onAnswered} testId="push-decline">
          {words.notNow}
        </PressButton>
      </div>
    </section>
  );
}
