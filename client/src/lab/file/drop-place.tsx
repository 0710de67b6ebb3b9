import { type DragEvent, useEffect, useId, useState } from 'react';
import { useLabWords } from '../words/lab-catalogue.ts';
import styles from './drop-place.module.css';

/** Where a file is dropped, or chosen with a press. */
export function DropPlace({ onFile }: { onFile(file: File): void }) {
  const words = useLabWords();
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  useDropsBeside();
  const take = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever has no mouse chooses the file below.
    <div
      className={styles.place}
      data-over={isOver}
      data-testid="drop-place"
      onDragEnter={() => setIsOver(true)}
      onDragOver={(event) => event.preventDefault()}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) setIsOver(false);
      }}
      onDrop={take}
    >
      <p className={styles.drop}>{words.file.drop}</p>
      <div className={styles.choose}>
        <input
          id={id}
          className={styles.input}
          type="file"
          accept=".csv,.txt,.tsv,.hl7,.json,.ndjson,.fhir,text/*,application/json"
          data-testid="file-input"
          onChange={({ target }) => {
            const file = target.files?.[0];
            // The same file may be chosen twice.
            target.value = '';
            if (file) onFile(file);
          }}
        />
        <label htmlFor={id} className={styles.label}>
          {words.file.choose}
        </label>
      </div>
    </div>
  );
}

/** A file dropped beside the place would else take the place of the page. */
function useDropsBeside(): void {
  useEffect(() => {
    const over = new AbortController();
    const refuse = (event: Event) => event.preventDefault();
    addEventListener('dragover', refuse, { signal: over.signal });
    addEventListener('drop', refuse, { signal: over.signal });
    return () => over.abort();
  }, []);
}
