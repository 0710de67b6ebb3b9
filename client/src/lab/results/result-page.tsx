import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { failureOf } from '../../network/failure.ts';
import { OwnResultByIdDocument, type OwnResultDetailFragment } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useLabWords } from '../words/lab-catalogue.ts';
import { CancelForm } from './cancel-form.tsx';
import { CorrectForm } from './correct-form.tsx';
import { ResultFacts } from './result-facts.tsx';
import { ResultHistory } from './result-history.tsx';

const withdrawn: ReadonlySet<OwnResultDetailFragment['status']> = new Set(['CANCELLED', 'ENTERED_IN_ERROR']);

/** One result of the laboratory with all its versions, and the ways to correct and to withdraw it. */
export function ResultPage() {
  const words = useLabWords();
  const { id = '' } = useParams();
  const [{ data, error }, execute] = useQuery({ query: OwnResultByIdDocument, variables: { id } });
  const result = data?.testResult;
  return (
    <>
      <p>
        <Link to="/lab/results">{words.results.back}</Link>
      </p>
      {error && !data && (
        <Problem failure={failureOf(error)} onRetry={() => execute({ requestPolicy: 'network-only' })} />
      )}
      {!data && !error && <Waiting lines={6} />}
      {data && !result && <p>{words.results.notFound}</p>}
      {result && <ResultDetail key={result.id} result={result} />}
    </>
  );
}

type Act = 'none' | 'correct' | 'withdraw';

function ResultDetail({ result }: { result: OwnResultDetailFragment }) {
  const words = useLabWords();
  const [act, setAct] = useState<Act>('none');
  const [done, setDone] = useState<string | null>(null);
  const settle = (sentence: string) => {
    setAct('none');
    setDone(sentence);
  };
  if (act === 'correct') {
    return (
      <CorrectForm
        result={result}
        onDone={() => settle(words.results.corrected)}
        onLeave={() => setAct('none')}
      />
    );
  }
  if (act === 'withdraw') {
    return (
      <CancelForm
        result={result}
        onDone={() => settle(words.results.withdrawn)}
        onLeave={() => setAct('none')}
      />
    );
  }
  return (
    <>
      <StepHeading>{words.results.one(result.accessionNumber ?? '')}</StepHeading>
      {done && (
        <p role="status" className={tables.done} data-testid="result-changed">
          {done}
        </p>
      )}
      <ResultFacts result={result} />
      {!withdrawn.has(result.status) && (
        <div className={tables.buttons}>
          <PressButton kind="secondary" onPress={() => setAct('correct')} testId="correct-result">
            {words.results.correct}
          </PressButton>
          <PressButton kind="secondary" onPress={() => setAct('withdraw')} testId="cancel-result">
            {words.results.withdraw}
          </PressButton>
        </div>
      )}
      <ResultHistory result={result} />
    </>
  );
}
