import { PressButton } from '../../controls/press-button.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import type { Viewer } from '../../session/viewer-gate.tsx';
import styles from './checkpoint-chooser.module.css';

/** A checkpoint that an officer may work at. */
export type Checkpoint = Viewer['checkpoints'][number];

/** Where the shift takes place; says what to do if nothing was granted. */
export function CheckpointChooser({
  checkpoints,
  onChoose,
}: {
  checkpoints: Checkpoint[];
  onChoose(checkpointId: string): void;
}) {
  const { words } = useLanguage();
  if (checkpoints.length === 0) {
    return (
      <>
        <h1>{words.verify.noCheckpoint}</h1>
        <p>{words.verify.noCheckpointNext}</p>
      </>
    );
  }
  return (
    <>
      <h1>{words.verify.chooseCheckpoint}</h1>
      <ul className={styles.list}>
        {checkpoints.map(({ id, name }) => (
          <li key={id}>
            <PressButton kind="secondary" onPress={() => onChoose(id)}>
              {name ?? id}
            </PressButton>
          </li>
        ))}
      </ul>
    </>
  );
}
