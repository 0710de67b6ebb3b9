import { useSyncExternalStore } from 'react';
import { formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { clockError, isClockRemembered, onClockError, serverNow } from '../network/server-clock.ts';
import styles from './page-frame.module.css';

/** Says that the phone's clock is wrong, and what time it is: the page goes by the platform's. */
export function ClockNotice() {
  const { language, words } = useLanguage();
  const error = useSyncExternalStore(onClockError, clockError);
  const isRemembered = useSyncExternalStore(onClockError, isClockRemembered);
  if (error === 0) return null;
  const time = formatDateTime(new Date(serverNow()).toISOString(), language);
  return (
    <p className={styles.notice} role="status" data-testid="clock-notice">
      {isRemembered ? words.clockWasWrong(time) : words.clockWrong(time)}
    </p>
  );
}
