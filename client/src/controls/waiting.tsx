import { useLanguage } from '../language/language-provider.tsx';
import { useElapsed } from './use-elapsed.ts';
import styles from './waiting.module.css';

/** Nothing for 100 ms, then the shape of what comes, and after 5 s a sentence. */
export function Waiting({ lines }: { lines: number }) {
  const { words } = useLanguage();
  const hasBegun = useElapsed(100);
  const isLong = useElapsed(5000);
  if (!hasBegun) return null;
  return (
    <div className={styles.waiting} role="status" aria-label={words.loading}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move.
        <div key={line} className={styles.line} aria-hidden="true" />
      ))}
      {isLong && <p>{words.stillWaiting}</p>}
    </div>
  );
}
