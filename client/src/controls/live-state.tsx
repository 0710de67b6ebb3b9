import { useSyncExternalStore } from 'react';
import { formatClock } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { useSession } from '../session/session-provider.tsx';
import styles from './live-state.module.css';

/** Says whether the page updates live, and since when it does not. */
export function LiveState() {
  const { language, words } = useLanguage();
  const { connection } = useSession();
  const state = useSyncExternalStore(connection.subscribe, connection.read);
  const sentence = {
    connecting: () => words.live.connecting,
    live: () => words.live.live,
    stale: () => (state.kind === 'stale' ? words.live.stale(formatClock(state.since, language)) : ''),
  }[state.kind]();
  return (
    <p className={styles.state} data-state={state.kind} role="status">
      {sentence}
    </p>
  );
}
