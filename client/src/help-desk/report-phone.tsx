import { type FormEvent, useId, useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextEntry } from '../controls/text-entry.tsx';
import { useLanguage } from '../language/language-provider.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { ReportPhoneDocument } from '../schema/help-desk-operations.ts';
import { toE164 } from '../sign-in/phone-number.ts';
import { useHelpDeskWords } from './words/help-desk-catalogue.ts';

/** Closes what was opened from a number that its owner lost. */
export function ReportPhone() {
  const words = useHelpDeskWords().report;
  const { words: common } = useLanguage();
  const heading = useId();
  const [{ fetching }, reportPhone] = useMutation(ReportPhoneDocument);
  const [phone, setPhone] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const [isDone, setIsDone] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const number = toE164(phone);
    setIsWrong(number === null);
    setIsDone(false);
    setFailure(null);
    if (number === null || fetching) return;
    const { data, error } = await reportPhone({ input: { phone: number } });
    const answer = data?.reportPhone;
    if (answer?.__typename === 'ReportPhonePayload') {
      setIsDone(true);
      setPhone('');
    } else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  return (
    <section aria-labelledby={heading}>
      <form onSubmit={(event) => void send(event)} noValidate>
        <h2 id={heading}>{words.title}</h2>
        <p>{words.lead}</p>
        <TextEntry
          label={words.phone}
          error={isWrong ? common.signIn.phoneInvalid : undefined}
          value={phone}
          onChange={setPhone}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          testId="desk-lost-phone"
        />
        <p role="status">{isDone && words.done}</p>
        {failure && <Problem failure={failure} />}
        <PressButton type="submit" kind="secondary" isPending={fetching} testId="desk-report">
          {words.send}
        </PressButton>
      </form>
    </section>
  );
}
