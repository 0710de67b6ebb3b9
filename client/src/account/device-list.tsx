import { useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import {
  EndSessionDocument,
  type OpenSessionFactsFragment,
  SignOutEverywhereDocument,
} from '../schema/account-operations.ts';
import { useSession } from '../session/session-provider.tsx';
import styles from './account.module.css';
import { useAccountWords } from './words/account-catalogue.ts';

/** Where the account is signed in, this device first; each of the others can be signed out, and all at once. */
export function DeviceList({
  sessions,
  onChanged,
}: {
  sessions: readonly OpenSessionFactsFragment[];
  onChanged(): void;
}) {
  const words = useAccountWords().devices;
  const { ended } = useSession();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [endedOne, setEndedOne] = useState(false);
  const [{ fetching: isEnding }, endSession] = useMutation(EndSessionDocument);
  const [{ fetching: isLeaving }, signOutEverywhere] = useMutation(SignOutEverywhereDocument);
  const end = async (id: string) => {
    setFailure(null);
    const { error } = await endSession({ id });
    if (error) setFailure(failureOf(error));
    // Where it was not found it had ended by itself.
    else setEndedOne(true);
    onChanged();
  };
  const endAll = async () => {
    setFailure(null);
    const { error } = await signOutEverywhere({});
    if (error?.networkError) setFailure(failureOf(error));
    else ended();
  };
  const ordered = [...sessions].sort((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
  return (
    <section aria-labelledby="devices-title" className={styles.section}>
      <h2 id="devices-title">{words.title}</h2>
      <p>{words.lead}</p>
      <ul className={styles.sessions}>
        {ordered.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            isBusy={isEnding}
            onEnd={() => void end(session.id)}
          />
        ))}
      </ul>
      <p role="status">{endedOne && words.ended}</p>
      {failure && <Problem failure={failure} />}
      <PressButton kind="secondary" isPending={isLeaving} onPress={endAll} testId="end-all-sessions">
        {words.endAll}
      </PressButton>
    </section>
  );
}

function SessionItem({
  session,
  isBusy,
  onEnd,
}: {
  session: OpenSessionFactsFragment;
  isBusy: boolean;
  onEnd(): void;
}) {
  const { language } = useLanguage();
  const words = useAccountWords().devices;
  const { device, isCurrent, isNotified, beganAt, lastUsedAt } = session;
  return (
    <li data-testid="session" data-current={isCurrent}>
      <p className={styles.device}>
        {device ?? words.unknown}
        {isCurrent && <span className={styles.current}>({words.current})</span>}
      </p>
      <p className={styles.facts}>
        {words.began(formatDateTime(beganAt, language))}
        {' · '}
        {words.used(formatDateTime(lastUsedAt, language))}
        {isNotified && ` · ${words.notified}`}
      </p>
      {!isCurrent && (
        <PressButton kind="link" isPending={isBusy} onPress={onEnd} testId="end-session">
          {words.end}
        </PressButton>
      )}
    </li>
  );
}
