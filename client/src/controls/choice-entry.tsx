import { useId } from 'react';
import styles from './text-entry.module.css';

/** One labelled choice out of a short list, by the browser's own list: it works with keys, fingers and readers. */
export function ChoiceEntry({
  label,
  hint,
  value,
  choices,
  onChange,
  testId,
}: {
  label: string;
  hint?: string;
  value: string;
  choices: readonly { value: string; label: string }[];
  onChange(value: string): void;
  testId: string;
}) {
  const id = useId();
  return (
    <div className={styles.entry}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {hint && (
        <span id={`${id}-hint`} className={styles.hint}>
          {hint}
        </span>
      )}
      <select
        id={id}
        className={styles.input}
        aria-describedby={hint && `${id}-hint`}
        value={value}
        data-testid={testId}
        onChange={({ target }) => onChange(target.value)}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}
