import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { LongTextEntry } from '../../controls/long-text-entry.tsx';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { RadioEntry } from '../../controls/radio-entry.tsx';
import { type Failure, failureOf } from '../../network/failure.ts';
import {
  AnswerDisputeDocument,
  type DisputeDecision,
  type LabDisputeFactsFragment,
} from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useLabDisputeWords } from './words/lab-dispute-catalogue.ts';

const longestNote = 1_000;

/** Answers a dispute: a decision, and what the citizen reads of it. */
export function AnswerForm({
  dispute,
  onDone,
  onLeave,
}: {
  dispute: LabDisputeFactsFragment;
  onDone(): void;
  onLeave(): void;
}) {
  const words = useLabDisputeWords();
  const [{ fetching }, answerDispute] = useMutation(AnswerDisputeDocument);
  const [decision, setDecision] = useState<DisputeDecision | null>(null);
  const [note, setNote] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isNoteMissing = decision === 'REJECTED' && note.trim() === '';
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    setFailure(null);
    if (decision === null || isNoteMissing) return;
    const { data, error } = await answerDispute({ input: { id: dispute.id, decision, note } });
    const answer = data?.answerDispute;
    if (answer?.__typename === 'Dispute') onDone();
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  const decisions: readonly DisputeDecision[] =
    dispute.state === 'OPEN' ? ['UPHELD', 'REJECTED', 'NEEDS_TIME'] : ['UPHELD', 'REJECTED'];
  return (
    <form onSubmit={send} noValidate className={tables.form}>
      <RadioEntry
        label={words.decision}
        value={decision ?? ''}
        choices={decisions.map((value) => ({ value, label: words.decisionOf[value] }))}
        onChange={(value) => setDecision(value as DisputeDecision)}
        error={isChecked && decision === null ? words.decisionMissing : undefined}
        testId="dispute-decision"
      />
      <LongTextEntry
        label={words.note}
        hint={words.noteHint}
        error={isChecked && isNoteMissing ? words.noteMissing : undefined}
        value={note}
        onChange={setNote}
        maxLength={longestNote}
        testId="dispute-note"
      />
      {failure && <Problem failure={failure} />}
      <div className={tables.buttons}>
        <PressButton type="submit" isPending={fetching} testId="send-answer">
          {words.send}
        </PressButton>
        <PressButton kind="link" onPress={onLeave}>
          {words.leave}
        </PressButton>
      </div>
    </form>
  );
}
