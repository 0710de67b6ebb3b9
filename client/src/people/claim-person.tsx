import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextEntry } from '../controls/text-entry.tsx';
import { formatDateInWords } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { ClaimPersonDocument, type ClaimPersonInput } from '../schema/operations.ts';
import { parseBirthDate } from './birth-date.ts';
import styles from './people.module.css';

/**
 * Opens one person by the birth date; says how many tries are left, for the last one locks. Without a `personId`
 * (a phone that many people share lists nobody) the full name and the ID's last four characters are asked too.
 */
export function ClaimPerson({ personId, onClaimed }: { personId: string | null; onClaimed(): void }) {
  const { language, words } = useLanguage();
  const { claim, isClaiming, failure } = useClaim(onClaimed);
  const [typed, setTyped] = useState('');
  const [fullName, setFullName] = useState('');
  const [nationalIdLast4, setNationalIdLast4] = useState('');
  const [isInvalid, setIsInvalid] = useState(false);
  const dateOfBirth = parseBirthDate(typed, new Date());

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsInvalid(dateOfBirth === null);
    if (dateOfBirth === null || isClaiming) return;
    void claim(personId === null ? { dateOfBirth, fullName, nationalIdLast4 } : { personId, dateOfBirth });
  };
  const attemptsLeft = failure?.attemptsLeft;

  return (
    <form onSubmit={submit} noValidate>
      <p>{personId === null ? words.people.unlistedHint : words.people.lockedHint}</p>
      {personId === null && (
        <TextEntry
          label={words.people.fullName}
          value={fullName}
          onChange={setFullName}
          testId="full-name-field"
        />
      )}
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
      {personId === null && (
        <TextEntry
          label={words.people.nationalIdLast4}
          value={nationalIdLast4}
          onChange={setNationalIdLast4}
          maxLength={4}
          autoComplete="off"
          width="short"
          testId="national-id-field"
        />
      )}
      {failure && (
        <Problem
          failure={failure}
          detail={attemptsLeft === undefined ? undefined : words.signIn.attemptsLeft(attemptsLeft)}
        />
      )}
      <PressButton type="submit" isPending={isClaiming}>
        {words.people.open}
      </PressButton>
    </form>
  );
}

function useClaim(onClaimed: () => void) {
  const [{ fetching }, claimPerson] = useMutation(ClaimPersonDocument);
  const [failure, setFailure] = useState<(Failure & { attemptsLeft?: number }) | null>(null);
  const claim = async (input: ClaimPersonInput) => {
    setFailure(null);
    const { data, error } = await claimPerson({ input });
    const answer = data?.claimPerson;
    if (answer?.__typename === 'Person') onClaimed();
    else if (answer) setFailure(answer);
    else setFailure(error ? failureOf(error) : { code: 'UNFORESEEN' });
  };
  return { claim, isClaiming: fetching, failure };
}
