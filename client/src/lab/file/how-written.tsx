import { type LabFileFormat, templateColumns } from '@ketqua/lab-file';
import { type FormEvent, useMemo, useState } from 'react';
import { useMutation } from 'urql';
import { ChoiceEntry } from '../../controls/choice-entry.tsx';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { type Failure, failureOf } from '../../network/failure.ts';
import { SaveImportDefaultsDocument } from '../../schema/lab-operations.ts';
import { useLabWords } from '../words/lab-catalogue.ts';
import { ColumnMeanings } from './column-meanings.tsx';
import { csvHeader } from './csv-header.ts';
import { useFileWork } from './file-work.tsx';
import styles from './how-written.module.css';
import { WritingFields } from './writing-fields.tsx';
import { optionsInput } from './writing-options.ts';

const formats: readonly LabFileFormat[] = ['CSV', 'HL7V2', 'FHIR_R4'];
const own = new Set(templateColumns.map(({ name }) => name));

/** How the file writes things: format, zone, dates, country, columns. Judged by again, or saved, on request. */
export function HowWritten({ isOpen }: { isOpen: boolean }) {
  const words = useLabWords();
  const { desk, state } = useFileWork();
  const { file } = state;
  const saving = useSaving();
  const columns = useMemo(
    () => (file?.format === 'CSV' ? csvHeader(file.text).filter((name) => !own.has(name)) : []),
    [file],
  );
  const check = (event: FormEvent) => {
    event.preventDefault();
    void desk.check();
  };
  const unknown = file?.format === null ? [{ value: '', label: words.file.formatUnknown }] : [];
  return (
    <details className={styles.details} open={isOpen} data-testid="how-written">
      <summary>{words.file.howWritten}</summary>
      <form onSubmit={check} noValidate>
        <div className={styles.fields}>
          <ChoiceEntry
            label={words.file.format}
            value={file?.format ?? ''}
            choices={[
              ...unknown,
              ...formats.map((value) => ({ value, label: words.file.formatName[value] })),
            ]}
            onChange={(value) => desk.setFormat(value as LabFileFormat)}
            testId="format-field"
          />
          <WritingFields />
        </div>
        {columns.length > 0 && <ColumnMeanings columns={columns} />}
        {saving.failure && <Problem failure={saving.failure} />}
        <div className={styles.buttons}>
          <PressButton type="submit" kind="secondary">
            {words.file.apply}
          </PressButton>
          <PressButton kind="link" isPending={saving.isSaving} onPress={saving.save}>
            {words.file.save}
          </PressButton>
          <span role="status">{saving.isSaved && words.file.saved}</span>
        </div>
      </form>
    </details>
  );
}

function useSaving() {
  const { state } = useFileWork();
  const [{ fetching }, saveDefaults] = useMutation(SaveImportDefaultsDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  const save = async () => {
    setFailure(null);
    setIsSaved(false);
    const { data, error } = await saveDefaults({ input: optionsInput(state.options) });
    const answer = data?.saveImportDefaults;
    if (answer?.__typename === 'ImportDefaults') setIsSaved(true);
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  return { save, isSaving: fetching, failure, isSaved };
}
