import { useState } from 'react';
import { useClient } from 'urql';
import { type Failure, failureOf } from '../../network/failure.ts';
import {
  type RecallFactsFragment,
  RecallMatchesDocument,
  RecallResultsDocument,
  type ResultStatus,
} from '../../schema/lab-operations.ts';

/** A run, a kit lot, or both. */
export interface RecallTarget {
  runId: string | null;
  kitLot: string | null;
}

/** How many results a recall would concern; there may be more than one page tells. */
export interface Matches {
  count: number;
  isMore: boolean;
}

/** Every status but the withdrawn ones. */
const standing: ResultStatus[] = [
  'REGISTERED',
  'PARTIAL',
  'PRELIMINARY',
  'FINAL',
  'AMENDED',
  'CORRECTED',
  'APPENDED',
];

/** Counts what a recall would concern, and starts it. */
export function useRecall(onStarted: (recall: RecallFactsFragment) => void) {
  const client = useClient();
  const [matches, setMatches] = useState<Matches | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const begin = () => {
    setIsBusy(true);
    setFailure(null);
  };
  const find = async ({ runId, kitLot }: RecallTarget) => {
    begin();
    const filter = { runId, kitLot, statuses: standing };
    const { data, error } = await client
      .query(RecallMatchesDocument, { filter }, { requestPolicy: 'network-only' })
      .toPromise();
    setIsBusy(false);
    if (!data) return setFailure(error ? failureOf(error) : { code: 'UNFORESEEN' });
    const { edges, pageInfo } = data.testResults;
    setMatches({ count: edges.length, isMore: pageInfo.hasNextPage });
  };
  const start = async (target: RecallTarget, reason: string) => {
    begin();
    const { data, error } = await client
      .mutation(RecallResultsDocument, { input: { ...target, reason } })
      .toPromise();
    setIsBusy(false);
    const answer = data?.recallResults;
    if (answer?.__typename === 'Recall') onStarted(answer);
    else setFailure(answer ?? (error ? failureOf(error) : { code: 'UNFORESEEN' }));
  };
  return { matches, forget: () => setMatches(null), find, start, isBusy, failure };
}
