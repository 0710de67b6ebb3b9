import { LongTextEntry } from '../../../controls/long-text-entry.tsx';
import { RadioEntry } from '../../../controls/radio-entry.tsx';
import { TextEntry } from '../../../controls/text-entry.tsx';
import { useAuthorityWords } from '../../words/authority-catalogue.ts';
import type { usePublishForm } from './use-publish-form.ts';

const whens = ['now', 'later'] as const;

/** The names of the set, from when on its rules hold, and the decision that they follow. */
export function PublishFields({
  form: { typed, wrong, change },
  isNew,
  wasSent,
}: {
  form: ReturnType<typeof usePublishForm>;
  isNew: boolean;
  /** Whether what is wrong is told: not before it was sent. */
  wasSent: boolean;
}) {
  const words = useAuthorityWords().publish;
  const errorOf = (field: keyof typeof wrong, error: string) => (wasSent && wrong[field] ? error : undefined);
  return (
    <>
      <TextEntry
        label={words.nameVi}
        hint={isNew ? undefined : words.nameHint}
        error={errorOf('nameVi', words.nameMissing)}
        value={typed.nameVi}
        onChange={change('nameVi')}
        maxLength={120}
        autoComplete="off"
        testId="set-name-vi"
      />
      <TextEntry
        label={words.nameEn}
        error={errorOf('nameEn', words.nameMissing)}
        value={typed.nameEn}
        onChange={change('nameEn')}
        maxLength={120}
        autoComplete="off"
        testId="set-name-en"
      />
      <RadioEntry
        label={words.when}
        value={typed.when}
        choices={whens.map((value) => ({ value, label: words.whens[value] }))}
        onChange={change('when')}
        testId="publish-when"
      />
      {typed.when === 'later' && (
        <TextEntry
          label={words.from}
          hint={words.fromHint}
          error={errorOf('from', words.fromWrong)}
          value={typed.from}
          onChange={change('from')}
          autoComplete="off"
          testId="publish-from"
        />
      )}
      <LongTextEntry
        label={words.note}
        hint={words.noteHint}
        error={errorOf('note', words.noteMissing)}
        value={typed.note}
        onChange={change('note')}
        maxLength={500}
        testId="publish-note"
      />
    </>
  );
}
