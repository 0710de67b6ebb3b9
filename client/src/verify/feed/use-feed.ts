import { useState } from 'react';
import { useQuery } from 'urql';
import { type Failure, failureOf } from '../../network/failure.ts';
import { useLive } from '../../network/use-live.ts';
import {
  type VerificationFactsFragment,
  VerificationFeedDocument,
  VerificationHistoryDocument,
} from '../../schema/operations.ts';
import { mergeEvents } from './merge-events.ts';

/** The verifications of one checkpoint: what was there, then each as it happens. */
export function useFeed(checkpointId: string, eventCursor: string) {
  const [{ data, error }, execute] = useQuery({
    query: VerificationHistoryDocument,
    variables: { checkpointId },
  });
  const [live, setLive] = useState<VerificationFactsFragment[]>([]);
  const [after, setAfter] = useState<string | null>(eventCursor);
  const [streamFailure, setStreamFailure] = useState<Failure | null>(null);
  const reload = () => execute({ requestPolicy: 'network-only' });

  useLive(VerificationFeedDocument, { checkpointIds: [checkpointId], after }, `${checkpointId}/${after}`, {
    onEvent: ({ verificationFeed }) => setLive((previous) => mergeEvents(previous, [verificationFeed])),
    onFailure: (failure) => {
      if (failure.code !== 'CURSOR_EXPIRED' || after === null) return setStreamFailure(failure);
      setAfter(null);
      reload();
    },
  });

  const history = data?.verificationHistory?.edges.map(({ node }) => node) ?? [];
  const failure = error && !data ? failureOf(error) : streamFailure;
  return { events: data || live.length > 0 ? mergeEvents(history, live) : null, live, failure, reload };
}
