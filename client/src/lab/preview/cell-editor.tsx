import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import type { LeafPath } from './leaves.ts';
import styles from './preview-table.module.css';

/** The words that the API takes, where a leaf has a list of them (TestResultInput). */
const vocabulary: Partial<Record<LeafPath, readonly string[]>> = {
  outcome: ['DETECTED', 'NOT_DETECTED', 'INCONCLUSIVE', 'INVALID'],
  'patient.sex': ['FEMALE', 'MALE', 'OTHER', 'UNKNOWN'],
  'test.method': ['NAAT', 'RAPID_ANTIGEN', 'SEROLOGY', 'CULTURE', 'OTHER'],
  'specimen.kind': ['INDIVIDUAL', 'POOL'],
  'specimen.purpose': ['SCREENING', 'CONFIRMATORY'],
  status: ['FINAL', 'PRELIMINARY', 'CORRECTED', 'AMENDED', 'CANCELLED', 'ENTERED_IN_ERROR'],
};

/** Takes what was written, and says where the keys go on. */
export type Commit = (text: string, move: 'down' | 'right' | 'left' | 'stay') => void;

/** A cell while it is written: Enter takes it and goes down, Tab goes on beside it, Escape leaves it as it was. */
export function CellEditor({
  path,
  text,
  label,
  onCommit,
  onCancel,
}: {
  path: LeafPath;
  text: string;
  label: string;
  onCommit: Commit;
  onCancel(): void;
}) {
  const [written, setWritten] = useState(text);
  const isOver = useRef(false);
  const list = useId();
  const choices = vocabulary[path];
  const finish = (act: () => void) => {
    if (isOver.current) return;
    isOver.current = true;
    act();
  };
  // A row that is scrolled out of view is taken from the page, and no blur tells of it.
  const leave = useEffectEvent(() => finish(() => onCommit(written, 'stay')));
  useEffect(() => () => leave(), []);
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    // Enter also ends the writing of an accented letter.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') finish(() => onCommit(written, 'down'));
    else if (event.key === 'Tab') finish(() => onCommit(written, event.shiftKey ? 'left' : 'right'));
    else if (event.key === 'Escape') finish(onCancel);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: the cell was asked to be written.
        autoFocus
        className={styles.editor}
        aria-label={label}
        value={written}
        list={choices && list}
        autoComplete="off"
        spellCheck={false}
        data-testid="cell-editor"
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => setWritten(target.value)}
        onKeyDown={press}
        onBlur={() => finish(() => onCommit(written, 'stay'))}
      />
      {choices && (
        <datalist id={list}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
    </>
  );
}
