import { ChoiceEntry } from '../../controls/choice-entry.tsx';
import { leafPaths } from '../preview/leaves.ts';
import { useLabWords } from '../words/lab-catalogue.ts';
import { useFileWork } from './file-work.tsx';
import styles from './how-written.module.css';

/** What each column of a CSV file holds, where its name does not say it. */
export function ColumnMeanings({ columns }: { columns: readonly string[] }) {
  const words = useLabWords();
  const { desk, state } = useFileWork();
  const { options } = state;
  const choices = [
    { value: '', label: words.file.columnAutomatic },
    ...leafPaths.map((value) => ({ value, label: words.leaves[value] })),
  ];
  return (
    <fieldset className={styles.columns}>
      <legend>{words.file.columns}</legend>
      <p>{words.file.columnsHint}</p>
      <div className={styles.fields}>
        {columns.map((column) => (
          <ChoiceEntry
            key={column}
            label={column}
            value={options.mapping[column] ?? ''}
            choices={choices}
            onChange={(field) =>
              desk.setOptions({ ...options, mapping: { ...options.mapping, [column]: field } })
            }
            testId="column-field"
          />
        ))}
      </div>
    </fieldset>
  );
}
