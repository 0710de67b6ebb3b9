import { formatDateTime } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import type { ResultFactsFragment } from '../schema/operations.ts';
import styles from './correction.module.css';
import { latestChange } from './latest-change.ts';

/** When a result was corrected, from what, and why; nothing for one that stands as it was. */
export function Correction({ result }: { result: ResultFactsFragment }) {
  const { language, words } = useLanguage();
  const change = latestChange(result);
  if (change === null) return null;
  return (
    <p className={styles.correction} data-testid="correction">
      {words.results.corrected(formatDateTime(change.changedAt, language))}
      {change.before && ` ${words.results.correctedFrom(words.results.outcome[change.before])}`}
      {change.reason && ` ${words.results.correctionReason(change.reason)}`}
    </p>
  );
}
