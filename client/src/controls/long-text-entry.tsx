import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import styles from './long-text-entry.module.css';
import entry from './text-entry.module.css';

/** Some labelled lines of text with their hint and, where they are wrong, what to do about it. */
export function LongTextEntry({
  label,
  hint,
  error,
  value,
  onChange,
  maxLength,
  testId,
}: {
  label: string;
  hint?: string;
  error?: string;
  value: string;
  onChange(value: string): void;
  maxLength: number;
  testId: string;
}) {
  return (
    <TextField
      className={entry.entry}
      value={value}
      onChange={onChange}
      maxLength={maxLength}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label className={entry.label}>{label}</Label>
      {hint && (
        <Text slot="description" className={entry.hint}>
          {hint}
        </Text>
      )}
      <TextArea className={`${entry.input} ${styles.lines}`} rows={4} data-testid={testId} />
      <FieldError className={entry.error}>{error}</FieldError>
    </TextField>
  );
}
