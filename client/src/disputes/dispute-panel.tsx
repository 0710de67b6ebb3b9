import { useState } from 'react';
import { useMutation } from 'urql';
import { PressButton } from '../controls/press-button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Waiting } from '../controls/waiting.tsx';
import { type Failure, failureOf } from '../network/failure.ts';
import {
  type DisputeFactsFragment,
  type DisputeState,
  WithdrawDisputeDocument,
} from '../schema/rights-operations.ts';
import styles from './dispute.module.css';
import { DisputeCourse } from './dispute-course.tsx';
import { DisputeForm } from './dispute-form.tsx';
import { useChangedDisputes, useResultDisputes } from './use-result-disputes.ts';
import { useDisputeWords } from './words/dispute-catalogue.ts';

/** Of which result, and what leaving it does. */
export interface DisputePanelProps {
  resultId: string;
  /** Whether the result still stands: one that was withdrawn is disputed no more. */
  canDispute: boolean;
  onLeave(): void;
}

/** What a citizen can say to a result, and the course of what they said, live. */
export default function DisputePanel({ resultId, canDispute, onLeave }: DisputePanelProps) {
  const words = useDisputeWords();
  const { disputes, failure, reload, after, forget } = useResultDisputes(resultId);
  const [isWriting, setIsWriting] = useState(false);
  const [done, setDone] = useState<{ sentence: string; state: DisputeState } | null>(null);
  const isRunning = disputes?.some(({ closedAt }) => closedAt === null) ?? false;
  const isFirst = disputes?.length === 0;
  const settle = (sentence: string, state: DisputeState) => {
    setIsWriting(false);
    setDone({ sentence, state });
    reload();
  };
  return (
    <section className={styles.panel} aria-label={isFirst ? words.title : words.course} data-testid="dispute">
      {after && <ChangedDisputes after={after} onChange={reload} onExpired={forget} />}
      <p role="status" className={styles.quiet}>
        {done && disputes?.[0]?.state === done.state && done.sentence}
      </p>
      {failure && <Problem failure={failure} onRetry={reload} />}
      {!disputes && !failure && <Waiting lines={4} />}
      {disputes?.map((dispute) => (
        <OwnDispute
          key={dispute.id}
          dispute={dispute}
          onWithdrawn={() => settle(words.withdrawn, 'WITHDRAWN')}
        />
      ))}
      {canDispute && disputes && (isFirst || isWriting) && !isRunning && (
        <DisputeForm resultId={resultId} onSent={() => settle(words.sent, 'OPEN')} />
      )}
      <div className={styles.buttons}>
        {canDispute && disputes && !isFirst && !isRunning && !isWriting && (
          <PressButton kind="secondary" onPress={() => setIsWriting(true)}>
            {words.another}
          </PressButton>
        )}
        <PressButton kind="link" onPress={onLeave}>
          {words.leave}
        </PressButton>
      </div>
    </section>
  );
}

function ChangedDisputes({
  after,
  onChange,
  onExpired,
}: {
  after: string;
  onChange(): void;
  onExpired(): void;
}) {
  useChangedDisputes(after, onChange, onExpired);
  return null;
}

function OwnDispute({ dispute, onWithdrawn }: { dispute: DisputeFactsFragment; onWithdrawn(): void }) {
  const words = useDisputeWords();
  const [{ fetching }, withdrawDispute] = useMutation(WithdrawDisputeDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const withdraw = async () => {
    const { data, error } = await withdrawDispute({ input: { id: dispute.id } });
    const answer = data?.withdrawDispute;
    if (answer?.__typename === 'Dispute') onWithdrawn();
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  return (
    <>
      <DisputeCourse dispute={dispute} isOwn />
      {failure && <Problem failure={failure} />}
      {dispute.viewerCanWithdraw && (
        <PressButton kind="secondary" isPending={fetching} onPress={withdraw} testId="withdraw-dispute">
          {words.withdraw}
        </PressButton>
      )}
    </>
  );
}
