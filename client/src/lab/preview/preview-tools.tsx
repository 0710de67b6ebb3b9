import { PressButton } from '../../controls/press-button.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import { useFileWork } from '../file/file-work.tsx';
import { useSending } from '../sending/sending-provider.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import styles from './preview-step.module.css';
import type { RowCounts } from './row-table.ts';

/** What can be done with the whole table: show a part of it, jump to a problem, undo, send. */
export function PreviewTools({
  counts,
  isOnlyProblems,
  isAllColumns,
  onOnlyProblems,
  onAllColumns,
  onJump,
}: {
  counts: RowCounts;
  isOnlyProblems: boolean;
  isAllColumns: boolean;
  onOnlyProblems(isOnly: boolean): void;
  onAllColumns(isAll: boolean): void;
  onJump(direction: 1 | -1): void;
}) {
  const { language } = useLanguage();
  const words = useLabWords();
  const { desk, state } = useFileWork();
  const { send } = useSending();
  const sendAll = () => {
    const parcel = desk.parcel();
    if (parcel) send(parcel);
  };
  const isRight = counts.withProblems === 0;
  return (
    <div className={styles.tools}>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={isOnlyProblems}
          data-testid="only-problems"
          onChange={({ target }) => onOnlyProblems(target.checked)}
        />
        {words.preview.onlyProblems(counts.withProblems.toLocaleString(language))}
      </label>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={isAllColumns}
          onChange={({ target }) => onAllColumns(target.checked)}
        />
        {words.preview.allColumns}
      </label>
      <PressButton kind="secondary" isDisabled={isRight} onPress={() => onJump(-1)}>
        {words.preview.previous}
      </PressButton>
      <PressButton kind="secondary" isDisabled={isRight} onPress={() => onJump(1)}>
        {words.preview.next}
      </PressButton>
      {counts.edited > 0 && (
        <PressButton kind="link" onPress={desk.undo}>
          {words.preview.undo}
        </PressButton>
      )}
      <span className={styles.send}>
        <PressButton isDisabled={state.judging > 0} onPress={sendAll} testId="send-file">
          {words.preview.send(counts.rows.toLocaleString(language))}
        </PressButton>
      </span>
    </div>
  );
}
