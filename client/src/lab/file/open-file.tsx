import { PressButton } from '../../controls/press-button.tsx';
import { useLabWords } from '../words/lab-catalogue.ts';
import { useFileWork } from './file-work.tsx';
import styles from './open-file.module.css';

/** Which file lies on the desk, how it was read, and the way to another. */
export function OpenFile() {
  const words = useLabWords();
  const { desk, state } = useFileWork();
  if (state.file === null) return null;
  const { name, encoding, format } = state.file;
  return (
    <p className={styles.file} data-testid="open-file">
      <strong>{words.file.name(name)}</strong>
      <span>{format ? words.file.formatName[format] : words.file.formatUnknown}</span>
      <span>{words.file.encoding(encoding)}</span>
      <PressButton kind="link" onPress={desk.clear}>
        {words.file.another}
      </PressButton>
    </p>
  );
}
