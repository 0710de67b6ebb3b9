import { useId } from 'react';
import { useLanguage } from '../language/language-provider.tsx';
import styles from './picture-input.module.css';

/** Takes a picture file where there is no camera. */
export function PictureInput({ onChoose }: { onChoose(file: File): void }) {
  const { words } = useLanguage();
  const id = useId();
  return (
    <div className={styles.picture}>
      <input
        id={id}
        className={styles.input}
        type="file"
        accept="image/*"
        data-testid="picture-input"
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file may be chosen twice.
          target.value = '';
          if (file) onChoose(file);
        }}
      />
      <label htmlFor={id} className={styles.label}>
        {words.scan.usePicture}
      </label>
    </div>
  );
}
