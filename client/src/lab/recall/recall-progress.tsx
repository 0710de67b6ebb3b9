import { useEffect } from 'react';
import { useQuery } from 'urql';
import { StepHeading } from '../../controls/step-heading.tsx';
import { useLanguage } from '../../language/language-provider.tsx';
import { RecallByIdDocument, type RecallFactsFragment } from '../../schema/lab-operations.ts';
import styles from '../sending/progress.module.css';
import { useLabWords } from '../words/lab-catalogue.ts';

const pollEvery = 1000;

/** How far a recall is, until it is complete. */
export function RecallProgress({ started }: { started: RecallFactsFragment }) {
  const { language } = useLanguage();
  const words = useLabWords();
  const [{ data }, execute] = useQuery({ query: RecallByIdDocument, variables: { id: started.id } });
  const recall = data?.recall ?? started;
  const isOver = recall.state === 'COMPLETE';
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => execute({ requestPolicy: 'network-only' }), pollEvery);
    return () => clearInterval(timer);
  }, [isOver, execute]);
  const say = (count: number) => count.toLocaleString(language);
  return (
    <div data-testid="recall" data-state={recall.state}>
      <StepHeading>{isOver ? words.recall.done : words.recall.title}</StepHeading>
      <progress
        className={styles.bar}
        aria-label={words.recall.title}
        max={Math.max(1, recall.matched)}
        value={isOver && recall.matched === 0 ? 1 : recall.withdrawn}
      />
      <p className={styles.counts} role="status">
        {words.recall.progress(say(recall.withdrawn), say(recall.matched))}
        {' · '}
        {words.recall.tokens(say(recall.qrTokensRevoked))}
      </p>
    </div>
  );
}
