import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { useQuery } from 'urql';
import { LiveState } from '../../controls/live-state.tsx';
import { PressButton } from '../../controls/press-button.tsx';
import { Problem } from '../../controls/problem.tsx';
import { RadioEntry } from '../../controls/radio-entry.tsx';
import { StepHeading } from '../../controls/step-heading.tsx';
import { Waiting } from '../../controls/waiting.tsx';
import { failureOf } from '../../network/failure.ts';
import { useLive } from '../../network/use-live.ts';
import { useRepeats } from '../../network/use-repeats.ts';
import { LabDisputeChangedDocument, LabDisputesDocument } from '../../schema/lab-operations.ts';
import styles from './disputes-page.module.css';
import { LabDispute } from './lab-dispute.tsx';
import { useLabDisputeWords } from './words/lab-dispute-catalogue.ts';

type Shown = 'open' | 'all';

/** What citizens dispute of this laboratory's results, live, and the way to answer. */
export default function DisputesPage({ eventCursor }: { eventCursor: string }) {
  const { key } = useLocation();
  const words = useLabDisputeWords();
  const [shown, setShown] = useState<Shown>('open');
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  const [changes, setChanges] = useState(0);
  const isRepeat = useRepeats();
  const [from, setFrom] = useState<string | null>(eventCursor);
  useLive(LabDisputeChangedDocument, { after: from }, String(from), {
    onEvent: ({ disputeChanged }) => {
      if (!isRepeat(disputeChanged.id)) setChanges((before) => before + 1);
    },
    onFailure: ({ code }) => {
      if (code === 'CURSOR_EXPIRED') setFrom(null);
      setChanges((before) => before + 1);
    },
  });
  const choose = (value: string) => {
    setShown(value as Shown);
    setCursors([null]);
  };
  return (
    <>
      <StepHeading takesFocus={key !== 'default'}>{words.title}</StepHeading>
      <LiveState />
      <p>{words.lead}</p>
      <p className={styles.announcement} role="status">
        {changes > 0 && <span key={changes}>{words.arrived}</span>}
      </p>
      <RadioEntry
        label={words.show}
        value={shown}
        choices={[
          { value: 'open', label: words.open },
          { value: 'all', label: words.all },
        ]}
        onChange={choose}
        testId="disputes-shown"
      />
      {cursors.map((after, page) => (
        <DisputesPart
          key={`${shown}${after}`}
          shown={shown}
          after={after}
          changes={changes}
          isLast={page === cursors.length - 1}
          onMore={(next) => setCursors((before) => [...before, next])}
        />
      ))}
    </>
  );
}

function DisputesPart({
  shown,
  after,
  changes,
  isLast,
  onMore,
}: {
  shown: Shown;
  after: string | null;
  /** Grows with each change: then the page is asked for anew. */
  changes: number;
  isLast: boolean;
  onMore(cursor: string): void;
}) {
  const words = useLabDisputeWords();
  const filter = shown === 'open' ? { isOpen: true } : null;
  const [{ data, error }, execute] = useQuery({ query: LabDisputesDocument, variables: { after, filter } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew with each change, and not at the first showing.
  useEffect(() => {
    if (changes > 0) execute({ requestPolicy: 'network-only' });
  }, [changes]);
  if (error && !data) {
    return <Problem failure={failureOf(error)} onRetry={() => execute({ requestPolicy: 'network-only' })} />;
  }
  if (!data) return <Waiting lines={6} />;
  const { edges, pageInfo } = data.disputes;
  const { endCursor } = pageInfo;
  if (edges.length === 0) return <p role="status">{words.none}</p>;
  return (
    <>
      <ul className={styles.list}>
        {edges.map(({ node }) => (
          <LabDispute key={node.id} dispute={node} />
        ))}
      </ul>
      {isLast && pageInfo.hasNextPage && endCursor && (
        <PressButton kind="secondary" onPress={() => onMore(endCursor)}>
          {words.more}
        </PressButton>
      )}
    </>
  );
}
