import { PressButton } from '../../controls/press-button.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import type { KeptCheckpoint } from '../desk/officer-store.ts';
import styles from './checkpoint-chooser.module.css';

/** Where the shift takes place; says what to do if nothing was granted. */
export function CheckpointChooser({
  checkpoints,
  onChoose,
}: {
  checkpoints: KeptCheckpoint[];
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
