import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextEntry } from '../controls/text-entry.tsx';
import { formatDateInWords } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { ClaimPersonDocument } from '../schema/operations.ts';
import { parseBirthDate } from './birth-date.ts';
import styles from './people.module.css';

/** Opens one person by the birth date; says how many tries are left, for the last one locks. */
export function ClaimPerson({ personId, onClaimed }: { personId: string; onClaimed(): void }) {
  const { language, words } = useLanguage();
  const [{ fetching }, claimPerson] = useMutation(ClaimPersonDocument);
  const [typed, setTyped] = useState('');
  const [isInvalid, setIsInvalid] = useState(false);
  const [failure, setFailure] = useState<(Failure & { attemptsLeft?: number }) | null>(null);
  const dateOfBirth = parseBirthDate(typed, new Date());

  const claim = async (date: string) => {
    setFailure(null);
    const { data, error } = await claimPerson({ input: { personId, dateOfBirth: date } });
    const answer = data?.claimPerson;
    if (answer?.__typename === 'Person') onClaimed();
    else if (answer) setFailure(answer);
    else setFailure(error ? failureOf(error) : { code: 'UNFORESEEN' });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsInvalid(dateOfBirth === null);
    if (dateOfBirth !== null && !fetching) void claim(dateOfBirth);
  };
  const attemptsLeft = failure?.attemptsLeft;

  return (
    <form onSubmit={submit} noValidate>
      <p>{words.people.lockedHint}</p>
      <TextEntry
        label={words.people.birthDate}
        hint={words.people.birthDateHint}
        error={isInvalid && dateOfBirth === null ? words.people.birthDateInvalid : undefined}
        value={typed}
        onChange={setTyped}
        inputMode="text"
        autoComplete="off"
        width="short"
        testId="birth-date-field"
      />
      <p className={styles.read} aria-live="polite">
        {dateOfBirth && words.people.birthDateRead(formatDateInWords(dateOfBirth, language))}
      </p>
      {failure && (
        <Problem
          failure={failure}
          detail={attemptsLeft === undefined ? undefined : words.signIn.attemptsLeft(attemptsLeft)}
        />
      )}
      <PressButton type="submit" isPending={fetching}>
        {words.people.open}
      </PressButton>
    </form>
  );
}
