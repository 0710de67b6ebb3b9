import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { type Failure, failureOf } from '../../network/failure.ts';
import { useLive } from '../../network/use-live.ts';
import {
  type VerificationFactsFragment,
  VerificationFeedDocument,
  VerificationHistoryDocument,
  type VerificationHistoryQuery,
} from '../../schema/operations.ts';
import { mergeEvents } from './merge-events.ts';

/** A verification, and where it was made. */
export type FeedEvent = VerificationFactsFragment & { checkpointId: string };

type Counts = NonNullable<VerificationHistoryQuery['verificationCounts']>;

interface History {
  events: FeedEvent[];
  counts: Counts;
}

/** The verifications of some checkpoints: what was there with the counts of the day, then each as it happens. */
export function useFeed(checkpointIds: readonly string[], eventCursor: string) {
  const client = useClient();
  const key = checkpointIds.join(' ');
  const [history, setHistory] = useState<History | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [live, setLive] = useState<FeedEvent[]>([]);
  const [after, setAfter] = useState<string | null>(eventCursor);
  const [streamFailure, setStreamFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  const reload = () => setTurn((previous) => previous + 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again on every turn.
  useEffect(() => {
    let isCurrent = true;
    const ask = async (checkpointId: string) => {
      const asked = client.query(
        VerificationHistoryDocument,
        { checkpointId },
        { requestPolicy: 'network-only' },
      );
      const { data, error } = await asked.toPromise();
      if (error || !data) throw error;
      const nodes = data.verificationHistory?.edges.map(({ node }) => ({ ...node, checkpointId })) ?? [];
      return { events: nodes, counts: data.verificationCounts ?? [] };
    };
    Promise.all(key.split(' ').map(ask)).then(
      (parts) => {
        if (!isCurrent) return;
        setFailure(null);
        setHistory({
          events: parts.flatMap(({ events }) => events),
          counts: summed(parts.map(({ counts }) => counts)),
        });
        setLive([]);
      },
      (error) => {
        if (isCurrent) setFailure(error ? failureOf(error) : { code: 'UNFORESEEN' });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [client, key, turn]);

  useLive(VerificationFeedDocument, { checkpointIds: [...checkpointIds], after }, `${key}/${after}`, {
    onEvent: ({ verificationFeed: { checkpoint, ...event } }) =>
      setLive((previous) => mergeEvents(previous, [{ ...event, checkpointId: checkpoint?.id ?? '' }])),
    onFailure: (failed) => {
      if (failed.code !== 'CURSOR_EXPIRED' || after === null) return setStreamFailure(failed);
      setAfter(null);
      reload();
    },
  });

  const known = new Set(history?.events.map(({ id }) => id));
  const fresh = live.filter(({ id }) => !known.has(id));
  return {
    events: history || live.length > 0 ? mergeEvents(history?.events ?? [], live) : null,
    counts: history && withLive(history.counts, fresh),
    live,
    failure: (history ? null : failure) ?? streamFailure,
    reload,
  };
}

function summed(parts: readonly Counts[]): Counts {
  const [first = []] = parts;
  return first.map((one) => ({
    ...one,
    count: parts.reduce(
      (total, counts) => total + (counts.find(({ verdict }) => verdict === one.verdict)?.count ?? 0),
      0,
    ),
  }));
}

/** The counts that were read, and what arrived since. */
function withLive(counts: Counts, fresh: readonly FeedEvent[]): Counts {
  return counts.map((one) => ({
    ...one,
    count: one.count + fresh.filter(({ verdict }) => verdict === one.verdict).length,
  }));
}
