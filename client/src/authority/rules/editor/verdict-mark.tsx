import type { Verdict } from '../../../schema/authority-operations.ts';
import { VerdictShape } from '../../../verify/verdict/verdict-shape.tsx';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import styles from './trial-table.module.css';

/** A verdict by its shape and its word. */
export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const words = useAuthorityWords().trial;
  return (
    <span className={styles.verdict} data-verdict={verdict}>
      <VerdictShape verdict={verdict} className={styles.shape} />
      {words.verdicts[verdict]}
    </span>
  );
}
