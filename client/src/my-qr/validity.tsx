import { useId } from 'react';
import { useSecondsUntil } from '../controls/use-seconds-until.ts';
import { formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import styles from './validity.module.css';

/** Until when a code holds, as a sentence and as a bar that runs out. */
export function Validity({ issuedAt, expiresAt }: { issuedAt: string; expiresAt: string }) {
  const { language, words } = useLanguage();
  const sentence = useId();
  const left = useSecondsUntil(expiresAt);
  const whole = (Date.parse(expiresAt) - Date.parse(issuedAt)) / 1000;
  const time = formatDateTime(expiresAt, language);
  return (
    <div className={styles.validity}>
      <p id={sentence}>
        <strong>{left > 0 ? words.myQr.validUntil(time) : words.myQr.expired(time)}</strong>{' '}
        {words.myQr.acceptance}
      </p>
      <progress className={styles.bar} max={Math.max(1, whole)} value={left} aria-labelledby={sentence} />
    </div>
  );
}
