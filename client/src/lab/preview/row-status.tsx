import { useLabWords } from '../words/lab-catalogue.ts';
import styles from './row-status.module.css';
import type { Row } from './row-table.ts';

/** What the status of a row is called: accepted rows that carry a warning have a word of their own. */
export type RowMark = Row['status'] | 'WARNED';

/** The mark of a row. */
export function markOf({ status, problems }: Pick<Row, 'status' | 'problems'>): RowMark {
  return status === 'ACCEPTED' && problems.length > 0 ? 'WARNED' : status;
}

/** A row's status by shape, word and colour. */
export function RowStatus({ mark }: { mark: RowMark }) {
  const words = useLabWords();
  return (
    <span className={styles.status} data-mark={mark}>
      <svg viewBox="0 0 16 16" className={styles.shape} aria-hidden="true">
        {mark === 'ACCEPTED' && <path d="M2 8.5 6.5 13 14 3.5" />}
        {mark === 'DUPLICATE' && <path d="M2.5 5.5h11M2.5 10.5h11" />}
        {mark === 'REJECTED' && <path d="m3 3 10 10M13 3 3 13" />}
        {mark === 'WARNED' && <path d="M8 2v7.5M8 13.4v.1" />}
        {mark === 'PENDING' && <path d="M3 8h.1M8 8h.1M13 8h.1" />}
      </svg>
      {words.preview.statusOf[mark]}
    </span>
  );
}
