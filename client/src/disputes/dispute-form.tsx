import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { LongTextEntry } from '../controls/long-text-entry.tsx';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { RadioEntry } from '../controls/radio-entry.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import { type DisputeKind, OpenDisputeDocument } from '../schema/rights-operations.ts';
import { isEnoughSaid, longestStatement } from './enough-said.ts';
import { useDisputeWords } from './words/dispute-catalogue.ts';

const kinds: readonly DisputeKind[] = ['NOT_MINE', 'WRONG_OUTCOME', 'WRONG_DETAILS', 'OTHER'];

/** Says what is wrong with a result: a kind, and words of one's own. */
export function DisputeForm({ resultId, onSent }: { resultId: string; onSent(): void }) {
  const words = useDisputeWords();
  const [{ fetching }, openDispute] = useMutation(OpenDisputeDocument);
  const [kind, setKind] = useState<DisputeKind | null>(null);
  const [statement, setStatement] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    setFailure(null);
    if (kind === null || !isEnoughSaid(kind, statement)) return;
    const { data, error } = await openDispute({ input: { resultId, kind, statement } });
    const answer = data?.openDispute;
    if (answer?.__typename === 'Dispute') onSent();
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  const isMissing = isChecked && kind !== null && !isEnoughSaid(kind, statement);
  return (
    <form onSubmit={send} noValidate>
      <p>{words.lead}</p>
      <RadioEntry
        label={words.kind}
        value={kind ?? ''}
        choices={kinds.map((value) => ({ value, label: words.kindOf[value] }))}
        onChange={(value) => setKind(value as DisputeKind)}
        error={isChecked && kind === null ? words.kindMissing : undefined}
        testId="dispute-kind"
      />
      <LongTextEntry
        label={words.statement}
        hint={words.statementHint(String(longestStatement - [...statement].length))}
        error={isMissing ? words.statementMissing : undefined}
        value={statement}
        onChange={setStatement}
        maxLength={longestStatement}
        testId="dispute-words"
      />
      {failure && <Problem failure={failure} />}
      <PressButton type="submit" isPending={fetching} testId="send-dispute">
        {words.send}
      </PressButton>
    </form>
  );
}
