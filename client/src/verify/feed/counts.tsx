import { useLanguage } from '../../language/language-provider.tsx';
import type { VerificationHistoryQuery } from '../../schema/operations.ts';
import { VerdictShape } from '../verdict/verdict-shape.tsx';
import { useOfficerWords } from '../words/officer-catalogue.ts';
import styles from './counts.module.css';

/** How many texts had which verdict today: a bar for each, with its number and word. */
export function Counts({ counts }: { counts: NonNullable<VerificationHistoryQuery['verificationCounts']> }) {
  const { words } = useLanguage();
  const officer = useOfficerWords();
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <dl className={styles.counts} aria-label={officer.today} data-testid="counts">
      {counts.map(({ verdict, count }) => (
        <div key={verdict} className={styles.row} data-verdict={verdict} data-count={count}>
          <dt>
            <VerdictShape verdict={verdict} className={styles.shape} /> {words.verify.verdict[verdict]}
          </dt>
          <dd>
            <meter className={styles.bar} min={0} max={most} value={count} aria-hidden="true" /> {count}
          </dd>
        </div>
      ))}
    </dl>
  );
}
