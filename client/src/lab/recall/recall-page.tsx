import { useState } from 'react';
import { useLocation } from 'react-router';
import { StepHeading } from '../../controls/step-heading.tsx';
import type { RecallFactsFragment } from '../../schema/lab-operations.ts';
import { useLabWords } from '../words/lab-catalogue.ts';
import { PastRecalls } from './past-recalls.tsx';
import { RecallForm } from './recall-form.tsx';
import { RecallProgress } from './recall-progress.tsx';

/** A run or a kit lot that has failed: found, counted, asked once more, withdrawn in one act. */
export function RecallPage() {
  const { key } = useLocation();
  const words = useLabWords();
  const [started, setStarted] = useState<RecallFactsFragment | null>(null);
  return (
    <>
      <StepHeading takesFocus={key !== 'default'}>{words.recall.title}</StepHeading>
      <p>{words.recall.lead}</p>
      {started ? (
        <RecallProgress key={started.id} started={started} />
      ) : (
        <RecallForm onStarted={setStarted} />
      )}
      <PastRecalls />
    </>
  );
}
