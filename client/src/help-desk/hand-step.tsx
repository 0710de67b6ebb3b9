import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { ChoiceEntry } from '../controls/choice-entry.tsx';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { StepHeading } from '../controls/step-heading.tsx';
import { TextEntry } from '../controls/text-entry.tsx';
import { formatDate } from '../language/format-date.ts';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { type IdentityDocument, IssueClaimCodeDocument } from '../schema/help-desk-operations.ts';
import { toE164 } from '../sign-in/phone-number.ts';
import type { HandedOut } from './code-step.tsx';
import type { Found } from './find-step.tsx';
import { useHelpDeskWords } from './words/help-desk-catalogue.ts';

const documents = ['NATIONAL_ID', 'PASSPORT', 'BIRTH_CERTIFICATE', 'OTHER'] as const;

/** Says which document was compared, and hands out the code. */
export function HandStep({
  found,
  onIssued,
  onBack,
}: {
  found: Found;
  onIssued(code: HandedOut): void;
  onBack(): void;
}) {
  const words = useHelpDeskWords().hand;
  const { words: common } = useLanguage();
  const [{ fetching }, issueClaimCode] = useMutation(IssueClaimCodeDocument);
  const [identityDocument, setIdentityDocument] = useState<IdentityDocument>('NATIONAL_ID');
  const [phone, setPhone] = useState('');
  const [isPhoneWrong, setIsPhoneWrong] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const number = phone.trim() ? toE164(phone) : undefined;
    setIsPhoneWrong(number === null);
    setFailure(null);
    if (number === null || fetching) return;
    const input = { personId: found.id, identityDocument, phone: number };
    const { data, error } = await issueClaimCode({ input });
    const answer = data?.issueClaimCode;
    if (answer?.__typename === 'ClaimCode') onIssued(answer);
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  return (
    <form onSubmit={(event) => void send(event)} noValidate data-testid="hand-step">
      <StepHeading>{words.title(found.displayName)}</StepHeading>
      <p>{words.born(formatDate(found.dateOfBirth))}</p>
      {found.isLocked && (
        <p>
          <strong>{words.locked}</strong>
        </p>
      )}
      <ChoiceEntry
        label={words.document}
        value={identityDocument}
        choices={documents.map((value) => ({ value, label: words.documents[value] }))}
        onChange={(value) => setIdentityDocument(value as IdentityDocument)}
        testId="desk-document"
      />
      <TextEntry
        label={words.phone}
        hint={words.phoneHint}
        error={isPhoneWrong ? common.signIn.phoneInvalid : undefined}
        value={phone}
        onChange={setPhone}
        type="tel"
        inputMode="tel"
        autoComplete="off"
        testId="desk-phone"
      />
      {failure && <Problem failure={failure} />}
      <PressButton type="submit" isPending={fetching} testId="desk-issue">
        {words.send}
      </PressButton>{' '}
      <PressButton kind="link" onPress={onBack}>
        {words.back}
      </PressButton>
    </form>
  );
}
