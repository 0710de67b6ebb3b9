import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { TextEntry } from '../../controls/text-entry.tsx';
import { type Failure, failureOf } from '../../network/failure.ts';
import { CancelResultDocument, type OwnResultDetailFragment } from '../../schema/lab-operations.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import tables from '../dense-table.module.css';
import { useLabWords } from '../words/lab-catalogue.ts';

/** Withdraws a result, of the wrong patient say: the reason, then asked once more. */
export function CancelForm({
  result,
  onDone,
  onLeave,
}: {
  result: OwnResultDetailFragment;
  onDone(): void;
  onLeave(): void;
}) {
  const words = useLabWords();
  const [{ fetching }, cancelResult] = useMutation(CancelResultDocument);
  const [reason, setReason] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const goOn = (event: FormEvent) => {
    event.preventDefault();
    setIsMissing(reason.trim() === '');
    setIsAsking(reason.trim() !== '');
  };
  const cancel = async () => {
    setFailure(null);
    const { data, error } = await cancelResult({ input: { resultId: result.id, reason: reason.trim() } });
    const answer = data?.cancelResult;
    if (answer?.__typename === 'TestResult') onDone();
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  return (
    <form onSubmit={goOn} noValidate className={tables.form}>
      <StepHeading>{words.results.withdrawTitle}</StepHeading>
      <p>{words.results.one(result.accessionNumber ?? '')}</p>
      <TextEntry
        label={words.results.reasonField}
        hint={words.results.reasonHint}
        error={isMissing ? words.results.reasonMissing : undefined}
        value={reason}
        onChange={setReason}
        maxLength={500}
        testId="cancel-reason"
      />
      {failure && <Problem failure={failure} />}
      <div className={tables.buttons}>
        <PressButton type="submit" isPending={fetching} testId="cancel-go-on">
          {words.results.goOn}
        </PressButton>
        <PressButton kind="link" onPress={onLeave}>
          {words.results.leave}
        </PressButton>
      </div>
      <ConfirmDialog
        title={words.results.withdrawTitle}
        sentence={words.results.confirmWithdraw}
        action={words.results.confirmWithdrawButton}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onConfirm={() => void cancel()}
      />
    </form>
  );
}
