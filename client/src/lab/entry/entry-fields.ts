import type { EntryField, EntryForm, FieldProblems } from './entry-form.ts';

/** What a part of the form needs: its values, what is wrong with them, and the way to change one. */
export interface EntryPart {
  form: EntryForm;
  problems: FieldProblems;
  set(field: EntryField, value: string): void;
  /** Leads the keys to a field. */
  focus(field: EntryField): void;
}

/** Value, change and error of one field, as the controls take them. */
export function fieldOf({ form, problems, set }: EntryPart, field: EntryField) {
  return {
    value: form[field],
    onChange: (value: string) => set(field, value),
    error: problems[field]?.message,
    errorCode: problems[field]?.code,
    autoComplete: 'off',
    testId: `entry-${field}`,
  };
}
