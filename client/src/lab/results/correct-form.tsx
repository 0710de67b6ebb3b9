import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { RadioEntry } from '../../controls/radio-entry.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { TextEntry } from '../../controls/text-entry.tsx';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { type Failure, failureOf } from '../../network/failure.ts';
import { CorrectResultDocument, type OwnResultDetailFragment } from '../../schema/lab-operations.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { useLabWords } from '../words/lab-catalogue.ts';
import {
  type CorrectionForm,
  type CorrectionProblems,
  correctionInput,
  problemsOfCorrection,
} from './correction-form.ts';

const outcomes = ['NOT_DETECTED', 'DETECTED', 'INCONCLUSIVE', 'INVALID'] as const;

/** What was wrong with a result: outcome, times, the phone, and why; then asked once more. */
export function CorrectForm({
  result,
  onDone,
  onLeave,
}: {
  result: OwnResultDetailFragment;
  onDone(): void;
  onLeave(): void;
}) {
  const { words: app } = useLanguage();
  const { timeZone } = useLab();
  const words = useLabWords();
  const { form, before, set } = useCorrectionForm(result);
  const [problems, setProblems] = useState<CorrectionProblems>({});
  const [isAsking, setIsAsking] = useState(false);
  const { correct, isCorrecting, failure } = useCorrection(onDone);
  const goOn = (event: FormEvent) => {
    event.preventDefault();
    const found = problemsOfCorrection(form, timeZone);
    setProblems(found);
    setIsAsking(Object.keys(found).length === 0);
  };
  const sentences = {
    required: words.entry.required,
    timeInvalid: words.entry.timeInvalid,
    reasonMissing: words.results.reasonMissing,
  };
  const field = (name: keyof CorrectionForm) => {
    const problem = problems[name];
    return {
      value: form[name],
      onChange: (value: string) => set(name, value),
      error: problem && sentences[problem],
      testId: `correct-${name}`,
    };
  };
  const chosen = outcomes.find((outcome) => outcome === form.outcome);
  return (
    <form onSubmit={goOn} noValidate className={tables.form}>
      <StepHeading>{words.results.correctTitle}</StepHeading>
      <p>{words.results.one(result.accessionNumber ?? '')}</p>
      <RadioEntry
        label={words.results.outcome}
        choices={outcomes.map((value) => ({ value, label: app.results.outcome[value] }))}
        {...field('outcome')}
      />
      <TextEntry
        label={words.results.collectedAt}
        hint={words.entry.timeHint(timeZone)}
        {...field('collectedAt')}
      />
      <TextEntry label={words.results.resultedAt} {...field('resultedAt')} />
      <TextEntry
        label={words.results.phone}
        hint={words.results.phoneHint}
        type="tel"
        autoComplete="off"
        {...field('phone')}
      />
      <TextEntry
        label={words.results.reasonField}
        hint={words.results.reasonHint}
        maxLength={500}
        {...field('reason')}
      />
      {failure && <Problem failure={failure} />}
      <div className={tables.buttons}>
        <PressButton type="submit" isPending={isCorrecting} testId="correct-go-on">
          {words.results.goOn}
        </PressButton>
        <PressButton kind="link" onPress={onLeave}>
          {words.results.leave}
        </PressButton>
      </div>
      <ConfirmDialog
        title={words.results.correctTitle}
        sentence={chosen ? words.results.confirmCorrect(app.results.outcome[chosen]) : ''}
        action={words.results.confirmCorrectButton}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onConfirm={() => void correct(correctionInput(result.id, form, before, timeZone))}
      />
    </form>
  );
}

function useCorrectionForm(result: OwnResultDetailFragment) {
  const { language } = useLanguage();
  const { timeZone } = useLab();
  const [before] = useState<CorrectionForm>(() => ({
    outcome: result.outcome ?? '',
    collectedAt: formatDateTime(result.specimenCollectedAt, language, timeZone),
    phone: '',
    resultedAt: result.resultedAt ? formatDateTime(result.resultedAt, language, timeZone) : '',
    reason: '',
  }));
  const [form, setForm] = useState(before);
  const set = (name: keyof CorrectionForm, value: string) =>
    setForm((previous) => ({ ...previous, [name]: value }));
  return { form, before, set };
}

function useCorrection(onDone: () => void) {
  const [{ fetching }, correctResult] = useMutation(CorrectResultDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const correct = async (input: Parameters<typeof correctResult>[0]['input']) => {
    setFailure(null);
    const { data, error } = await correctResult({ input });
    const answer = data?.correctResult;
    if (answer?.__typename === 'TestResult') onDone();
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  return { correct, isCorrecting: fetching, failure };
}
