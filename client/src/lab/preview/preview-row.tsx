import { memo } from 'react';
import { useLabWords } from '../words/lab-catalogue.ts';
import { CellEditor, type Commit } from './cell-editor.tsx';
import { leafPaths } from './leaves.ts';
import styles from './preview-table.module.css';
import { markOf, RowStatus } from './row-status.tsx';
import { problemsAt, type Row } from './row-table.ts';

/** The id of a cell in the page, by the grid's own; `leaf` -1 is the row's status. */
export function cellId(gridId: string, index: number, leaf: number): string {
  return `${gridId}-${index}-${leaf}`;
}

/** What the writing of a cell may end in. */
export interface RowActions {
  onCommit(row: Row, leaf: number, ...commit: Parameters<Commit>): void;
  onCancel(): void;
}

/** One row: its line, its status, its cells; the problems of the active cell are its description. */
export const PreviewRow = memo(function PreviewRow({
  gridId,
  row,
  position,
  leaves,
  activeLeaf,
  isEditing,
  actions,
}: {
  gridId: string;
  row: Row;
  position: number;
  leaves: readonly number[];
  /** The leaf that the keys stand at, where they stand in this row. */
  activeLeaf: number | null;
  isEditing: boolean;
  actions: RowActions;
}) {
  const isStatusActive = activeLeaf === -1;
  return (
    <tr
      aria-rowindex={position + 2}
      className={styles.row}
      data-testid="preview-row"
      data-position={position}
      data-status={row.status}
    >
      <th scope="row" className={styles.line}>
        {row.line ?? row.index + 1}
      </th>
      <td
        id={cellId(gridId, row.index, -1)}
        className={styles.statusCell}
        data-column={-1}
        data-active={isStatusActive}
        aria-describedby={isStatusActive ? `${gridId}-problems` : undefined}
      >
        <RowStatus mark={markOf(row)} />
      </td>
      {leaves.map((leaf) => (
        <Cell
          key={leaf}
          {...{ gridId, row, leaf, actions }}
          isActive={activeLeaf === leaf}
          isEditing={isEditing && activeLeaf === leaf}
        />
      ))}
    </tr>
  );
});

function Cell({
  gridId,
  row,
  leaf,
  isActive,
  isEditing,
  actions,
}: {
  gridId: string;
  row: Row;
  leaf: number;
  isActive: boolean;
  isEditing: boolean;
  actions: RowActions;
}) {
  const words = useLabWords();
  const text = row.cells[leaf] ?? '';
  const isWrong = problemsAt(row, leaf).length > 0;
  const isEdited = row.original !== null && row.original[leaf] !== text;
  const path = leafPaths[leaf] ?? 'accessionNumber';
  return (
    <td
      id={cellId(gridId, row.index, leaf)}
      className={styles.cell}
      data-column={leaf}
      data-leaf={path}
      data-active={isActive}
      data-wrong={isWrong}
      data-edited={isEdited}
      aria-invalid={isWrong || undefined}
      aria-describedby={isActive && isWrong ? `${gridId}-problems` : undefined}
      title={text}
    >
      {isEditing ? (
        <CellEditor
          path={path}
          text={text}
          label={words.preview.edit(words.leaves[path], String(row.line ?? row.index + 1))}
          onCommit={(...commit) => actions.onCommit(row, leaf, ...commit)}
          onCancel={actions.onCancel}
        />
      ) : (
        <>
          {text}
          {isWrong && <span className={styles.unseen}> {words.preview.hasProblem}</span>}
          {isEdited && <span className={styles.unseen}> {words.preview.wasEdited}</span>}
        </>
      )}
    </td>
  );
}
