import {
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLabWords } from '../words/lab-catalogue.ts';
import { leafPaths } from './leaves.ts';
import { movePlace } from './move-place.ts';
import { cellId, PreviewRow, type RowActions } from './preview-row.tsx';
import styles from './preview-table.module.css';
import type { Place, RowTable } from './row-table.ts';
import { useKeptInView, useVisibleRows } from './use-visible-rows.ts';

/** What stands around the table may ask of it. */
export interface PreviewTableHandle {
  focus(): void;
}

interface PreviewTableProps {
  gridId: string;
  rows: RowTable;
  leaves: readonly number[];
  place: Place;
  onPlace(place: Place): void;
  onEdit(index: number, leaf: number, text: string): void;
  /** Keys that belong to the page: gives whether it took this one. */
  onStroke(key: string): boolean;
  handle: Ref<PreviewTableHandle>;
}

/**
 * The rows of a file as an ARIA grid, of which only those in view are in the page. The grid itself has the focus and
 * names its active cell, so that scrolling never loses it.
 */
export function PreviewTable(props: PreviewTableProps) {
  const { gridId, rows, leaves, place, handle } = props;
  const words = useLabWords();
  const { frame, rowHeight, visible, onScroll } = useVisibleRows(rows.length);
  const grid = useRef<HTMLTableElement>(null);
  const focus = () => grid.current?.focus({ preventScroll: true });
  useImperativeHandle(handle, () => ({ focus }));
  useKeptInView(frame, place, rowHeight, gridId, rows[place.position]?.index);
  const { isEditing, actions, press, choose } = useGrid(props, focus);
  const active = rows[place.position];
  const above = visible.from * rowHeight;
  const below = (rows.length - visible.to) * rowHeight;
  return (
    <div ref={frame} className={styles.frame} onScroll={onScroll} data-testid="preview-frame">
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA in HTML allows it; its cells follow.
        role="grid"
        tabIndex={0}
        className={styles.table}
        aria-label={words.preview.table}
        aria-rowcount={rows.length + 1}
        aria-colcount={leaves.length + 2}
        aria-activedescendant={active && cellId(gridId, active.index, place.leaf)}
        aria-describedby={`${gridId}-keys`}
        data-testid="preview-table"
        onKeyDown={press}
        onClick={choose}
      >
        <TableHead leaves={leaves} />
        <tbody>
          {above > 0 && <tr className={styles.space} style={{ height: above }} />}
          {rows.slice(visible.from, visible.to).map((row, offset) => {
            const position = visible.from + offset;
            const isActive = position === place.position;
            return (
              <PreviewRow
                key={row.index}
                {...{ gridId, row, position, leaves, actions }}
                activeLeaf={isActive ? place.leaf : null}
                isEditing={isActive && isEditing}
              />
            );
          })}
          {below > 0 && <tr className={styles.space} style={{ height: below }} />}
        </tbody>
      </table>
    </div>
  );
}

function TableHead({ leaves }: { leaves: readonly number[] }) {
  const words = useLabWords();
  return (
    <>
      <colgroup>
        <col className={styles.lineColumn} />
        <col className={styles.statusColumn} />
        {leaves.map((leaf) => (
          <col key={leaf} className={styles.column} data-leaf={leafPaths[leaf]} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" className={styles.line}>
            {words.preview.line}
          </th>
          <th scope="col" className={styles.statusCell}>
            {words.preview.status}
          </th>
          {leaves.map((leaf) => (
            <th key={leaf} scope="col">
              {words.leaves[leafPaths[leaf] ?? 'status']}
            </th>
          ))}
        </tr>
      </thead>
    </>
  );
}

/** What keys and presses do. The actions of the rows stay the same, so that a move draws two rows and no more. */
function useGrid(props: PreviewTableProps, focus: () => void) {
  const { rows, leaves, place, onPlace, onStroke } = props;
  const [isEditing, setIsEditing] = useState(false);
  const current = useRef(props);
  useLayoutEffect(() => {
    current.current = props;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `focus` reads a ref, and the rest the current props.
  const actions = useMemo<RowActions>(
    () => ({
      onCommit: (row, leaf, text, move) => {
        const now = current.current;
        now.onEdit(row.index, leaf, text);
        setIsEditing(false);
        if (move === 'stay') return;
        const key = { down: 'ArrowDown', right: 'ArrowRight', left: 'ArrowLeft' }[move];
        const next = movePlace(now.place, { key, isControl: false }, now.rows.length, now.leaves);
        if (next) now.onPlace(next);
        focus();
      },
      onCancel: () => {
        setIsEditing(false);
        focus();
      },
    }),
    [],
  );
  const press = (event: KeyboardEvent) => {
    const isControl = event.ctrlKey || event.metaKey;
    const next = movePlace(place, { key: event.key, isControl }, rows.length, leaves);
    if (next) onPlace(next);
    else if ((event.key === 'Enter' || event.key === 'F2') && place.leaf >= 0) setIsEditing(true);
    else if (isControl || event.altKey || !onStroke(event.key)) return;
    event.preventDefault();
  };
  /** A press chooses a cell; a press on the chosen one writes it. */
  const choose = ({ target }: MouseEvent) => {
    if (!(target instanceof Element) || target instanceof HTMLInputElement) return;
    const { column } = target.closest<HTMLElement>('[data-column]')?.dataset ?? {};
    const { position } = target.closest<HTMLElement>('[data-position]')?.dataset ?? {};
    if (column === undefined || position === undefined) return;
    const chosen = { position: Number(position), leaf: Number(column) };
    const isAgain = chosen.position === place.position && chosen.leaf === place.leaf;
    onPlace(chosen);
    setIsEditing(isAgain && chosen.leaf >= 0);
    if (!isAgain) focus();
  };
  return { isEditing, actions, press, choose };
}
