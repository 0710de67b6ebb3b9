import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField } from 'react-aria-components/TextField';
import styles from './text-entry.module.css';

/** One labelled line of text with its hint and, where it is wrong, what to do about it. */
export function TextEntry({
  label,
  hint,
  error,
  value,
  onChange,
  type = 'text',
  inputMode,
  autoComplete,
  maxLength,
  autoFocus = false,
  width = 'full',
  errorCode,
  testId,
  onEnter,
}: {
  label: string;
  hint?: string;
  error?: string;
  value: string;
  onChange(value: string): void;
  type?: 'text' | 'tel';
  inputMode?: 'numeric' | 'tel' | 'text';
  autoComplete?: string;
  maxLength?: number;
  autoFocus?: boolean;
  width?: 'full' | 'short';
  /** The code of the error, for the help desk. */
  errorCode?: string;
  testId: string;
  /** Takes what Enter means in this field, in place of the form. */
  onEnter?: () => void;
}) {
  return (
    <TextField
      className={styles.entry}
      value={value}
      onChange={onChange}
      type={type}
      inputMode={inputMode}
      autoComplete={autoComplete}
      maxLength={maxLength}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoFocus={autoFocus}
      onKeyDown={
        onEnter &&
        ((event) => {
          if (event.key !== 'Enter') return event.continuePropagation();
          event.preventDefault();
          onEnter();
        })
      }
    >
      <Label className={styles.label}>{label}</Label>
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <Input className={styles.input} data-width={width} data-testid={testId} />
      <FieldError className={styles.error} data-code={errorCode}>
        {error}
        {errorCode && ` (${errorCode})`}
      </FieldError>
    </TextField>
  );
}
