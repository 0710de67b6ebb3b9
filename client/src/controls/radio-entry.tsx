import { useId } from 'react';
import styles from './radio-entry.module.css';
import entry from './text-entry.module.css';

/** One labelled choice of which every answer is seen; what is wrong with it stands beneath. */
export function RadioEntry({
  label,
  value,
  choices,
  onChange,
  error,
  errorCode,
  testId,
}: {
  label: string;
  value: string;
  choices: readonly { value: string; label: string }[];
  onChange(value: string): void;
  error?: string;
  errorCode?: string;
  testId: string;
}) {
  const id = useId();
  return (
    <fieldset
      className={styles.group}
      data-invalid={error !== undefined}
      aria-describedby={error && `${id}-error`}
      data-testid={testId}
    >
      <legend className={entry.label}>{label}</legend>
      <div className={styles.choices}>
        {choices.map((choice) => (
          <label key={choice.value} className={styles.choice}>
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
            />
            {choice.label}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className={entry.error} data-code={errorCode}>
          {error}
          {errorCode && ` (${errorCode})`}
        </p>
      )}
    </fieldset>
  );
}
