import { useLanguage } from '../../language/language-provider.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import styles from './preview-step.module.css';
import type { RowCounts } from './row-table.ts';

/** How many rows there are of each kind, read out when it changes. */
export function PreviewCounts({ counts }: { counts: RowCounts }) {
  const { language } = useLanguage();
  const words = useLabWords();
  const say = (value: number) => value.toLocaleString(language);
  return (
    <p className={styles.counts} role="status" data-testid="preview-counts">
      <strong>{words.preview.counts(say(counts.rows))}</strong>
      <span data-kind="accepted">{words.preview.accepted(say(counts.accepted))}</span>
      {counts.duplicates > 0 && (
        <span data-kind="duplicates">{words.preview.duplicates(say(counts.duplicates))}</span>
      )}
      {counts.rejected > 0 && (
        <span data-kind="rejected">{words.preview.rejected(say(counts.rejected))}</span>
      )}
      {counts.edited > 0 && <span>{words.preview.edited(say(counts.edited))}</span>}
    </p>
  );
}
