import { useState } from 'react';
import { Link } from 'react-router';
import { PressButton } from '../../controls/press-button.tsx';
import { DisputeCourse } from '../../disputes/dispute-course.tsx';
import { formatDateTime } from '../../language/format-date.ts';
import { useLanguage } from '../../language/language-provider.tsx';
import { plainOutcome } from '../../results/plain-outcome.ts';
import { plainTestName } from '../../results/test-name.ts';
import type { LabDisputeFactsFragment } from '../../schema/lab-operations.ts';
import tables from '../dense-table.module.css';
import { useLab } from '../lab-context.ts';
import { AnswerForm } from './answer-form.tsx';
import styles from './disputes-page.module.css';
import { useLabDisputeWords } from './words/lab-dispute-catalogue.ts';

/** One dispute: of which result, its course, and what the laboratory can do. */
export function LabDispute({ dispute }: { dispute: LabDisputeFactsFragment }) {
  const { language, words: app } = useLanguage();
  const { timeZone } = useLab();
  const words = useLabDisputeWords();
  const [isAnswering, setIsAnswering] = useState(false);
  const [done, setDone] = useState(false);
  const { result } = dispute;
  return (
    <li className={styles.dispute} data-testid="lab-dispute" data-state={dispute.state}>
      <h2>{words.of(result?.accessionNumber ?? app.unknownValue)}</h2>
      <p className={styles.quiet}>
        {result &&
          `${result.disease.name}, ${plainTestName(result.test, app)}: ${app.results.outcome[plainOutcome(result)]} · `}
        {words.openedAt(formatDateTime(dispute.openedAt, language, timeZone))}
      </p>
      <DisputeCourse dispute={dispute} isOwn={false} timeZone={timeZone} />
      <p role="status" className={done ? tables.done : undefined}>
        {done && words.sent}
      </p>
      {isAnswering && dispute.viewerCanAnswer ? (
        <AnswerForm
          dispute={dispute}
          onDone={() => {
            setIsAnswering(false);
            setDone(true);
          }}
          onLeave={() => setIsAnswering(false)}
        />
      ) : (
        <div className={tables.buttons}>
          {dispute.viewerCanAnswer && (
            <PressButton kind="secondary" onPress={() => setIsAnswering(true)} testId="answer-dispute">
              {words.answer}
            </PressButton>
          )}
          {result && dispute.closedAt === null && (
            <Link to={`/lab/results/${result.id}`}>{words.openResult}</Link>
          )}
        </div>
      )}
    </li>
  );
}
