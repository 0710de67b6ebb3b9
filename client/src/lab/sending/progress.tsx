import { useLanguage } from '../../language/language-provider.tsx';
import type { ReceiptFactsFragment } from '../../schema/lab-operations.ts';
import { useLabWords } from '../words/lab-catalogue.ts';
import styles from './progress.module.css';

/** How far a file is: a bar, and the counts in words. */
export function Progress({ receipt, isLost }: { receipt: ReceiptFactsFragment | null; isLost: boolean }) {
  const { language } = useLanguage();
  const words = useLabWords();
  const done = receipt ? receipt.accepted + receipt.duplicates + receipt.rejected : 0;
  const count = (value: number) => value.toLocaleString(language);
  return (
    <div data-testid="progress">
      <progress
        className={styles.bar}
        aria-label={words.sending.title}
        max={receipt ? receipt.rowCount : undefined}
        value={receipt ? done : undefined}
      />
      {receipt && (
        <p className={styles.counts}>
          {words.sending.done(count(done), count(receipt.rowCount))}
          {' · '}
          {words.receipts.accepted} {count(receipt.accepted)} · {words.receipts.duplicates}{' '}
          {count(receipt.duplicates)} · {words.receipts.rejected} {count(receipt.rejected)}
        </p>
      )}
      {isLost && <p role="alert">{words.sending.lost}</p>}
    </div>
  );
}
