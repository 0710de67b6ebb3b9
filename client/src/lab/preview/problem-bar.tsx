import { useLabWords } from '../words/lab-catalogue.ts';
import { leafIndex, leafPaths } from './leaves.ts';
import styles from './problem-bar.module.css';
import { hasProblem, type Row, type RowTable } from './row-table.ts';

/** The problems of the row that the keys stand in, those of the active cell first: what, how to mend it, the code. */
export function ProblemBar({
  gridId,
  row,
  leaf,
  table,
}: {
  gridId: string;
  row: Row | undefined;
  leaf: number;
  table: RowTable;
}) {
  const words = useLabWords();
  const line = row ? String(row.line ?? row.index + 1) : '';
  const problems = row?.problems.toSorted(
    (one, other) => Number(leafIndex(other.field) === leaf) - Number(leafIndex(one.field) === leaf),
  );
  const earlier = row?.duplicateOf == null ? undefined : table[row.duplicateOf];
  return (
    <div className={styles.bar} id={`${gridId}-problems`} data-testid="problem-bar">
      {(!row || !hasProblem(row)) && <p className={styles.none}>{words.preview.noProblem}</p>}
      {problems?.map(({ field, code, message, hint }) => {
        const path = leafPaths[leafIndex(field)];
        const where = path ? words.leaves[path] : words.preview.wholeRow;
        return (
          <p key={`${field}/${code}`} className={styles.problem} data-code={code}>
            <strong>{words.preview.problemAt(line, where)}:</strong> {message} {hint}{' '}
            <span className={styles.code}>{code}</span>
          </p>
        );
      })}
      {row?.status === 'DUPLICATE' && (
        <p className={styles.problem} data-kind="duplicate">
          <strong>{words.preview.problemAt(line, words.preview.statusOf.DUPLICATE)}:</strong>{' '}
          {earlier
            ? words.preview.duplicateOf(earlier.line ?? earlier.index + 1)
            : words.preview.storedAlready}
        </p>
      )}
    </div>
  );
}
