import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { TextEntry } from '../controls/text-entry.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { parseBirthDate } from '../people/birth-date.ts';
import { FindPersonDocument, type FindPersonMutation } from '../schema/help-desk-operations.ts';
import { useHelpDeskWords } from './words/help-desk-catalogue.ts';

/** Whoever was found at the counter. */
export type Found = Extract<FindPersonMutation['findPerson'], { __typename: 'FoundPerson' }>;

/** Finds the person at the counter by all that the document and the slip say. */
export function FindStep({ onFound }: { onFound(found: Found): void }) {
  const words = useHelpDeskWords().find;
  const { words: common } = useLanguage();
  const [{ fetching }, findPerson] = useMutation(FindPersonDocument);
  const [typed, setTyped] = useState({ fullName: '', dateOfBirth: '', accessionNumber: '', nationalId: '' });
  const [wasSent, setWasSent] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const set = (field: keyof typeof typed) => (value: string) =>
    setTyped((before) => ({ ...before, [field]: value }));
  const dateOfBirth = parseBirthDate(typed.dateOfBirth, new Date());
  const isEitherThere = typed.accessionNumber.trim() !== '' || typed.nationalId.trim() !== '';

  const send = async (event: FormEvent) => {
    event.preventDefault();
    setWasSent(true);
    setFailure(null);
    if (fetching || dateOfBirth === null || !isEitherThere || !typed.fullName.trim()) return;
    const { data, error } = await findPerson({ input: { ...typed, dateOfBirth } });
    const answer = data?.findPerson;
    if (answer?.__typename === 'FoundPerson') onFound(answer);
    else if (answer) setFailure({ code: answer.code, message: words.none });
    else setFailure(error ? failureOf(error) : { code: 'UNFORESEEN' });
  };
  return (
    <form onSubmit={(event) => void send(event)} noValidate data-testid="find-step">
      <StepHeading takesFocus={false}>{words.title}</StepHeading>
      <p>{words.lead}</p>
      <TextEntry
        label={words.fullName}
        error={wasSent && !typed.fullName.trim() ? words.fullNameMissing : undefined}
        value={typed.fullName}
        onChange={set('fullName')}
        autoComplete="off"
        testId="desk-name"
      />
      <TextEntry
        label={words.dateOfBirth}
        hint={common.people.birthDateHint}
        error={wasSent && dateOfBirth === null ? words.dateOfBirthInvalid : undefined}
        value={typed.dateOfBirth}
        onChange={set('dateOfBirth')}
        autoComplete="off"
        width="short"
        testId="desk-birth-date"
      />
      <TextEntry
        label={words.accessionNumber}
        error={wasSent && !isEitherThere ? words.eitherMissing : undefined}
        value={typed.accessionNumber}
        onChange={set('accessionNumber')}
        autoComplete="off"
        testId="desk-accession"
      />
      <TextEntry
        label={words.nationalId}
        value={typed.nationalId}
        onChange={set('nationalId')}
        autoComplete="off"
        testId="desk-national-id"
      />
      {failure && <Problem failure={failure} />}
      <PressButton type="submit" isPending={fetching} testId="desk-find">
        {words.send}
      </PressButton>
    </form>
  );
}
