import { type Client, useClient, useQuery } from 'urql';
import { type Failure, failureOf } from '../network/failure.ts';
import { useLive } from '../network/use-live.ts';
import { useRepeats } from '../network/use-repeats.ts';
import {
  DisputeChangedDocument,
  type DisputeFactsFragment,
  ResultDisputesDocument,
} from '../schema/rights-operations.ts';

/** One cursor a session: streams that begin alike are one, and a socket takes but five. */
const cursors = new WeakMap<Client, string>();

/** The disputes of one result, newest first and kept fresh. */
export interface ResultDisputes {
  disputes: readonly DisputeFactsFragment[] | null;
  failure: Failure | null;
  reload(): void;
}

/** Loads the viewer's disputes of a result, and loads them anew with each change; without a cursor nothing is heard yet. */
export function useResultDisputes(
  resultId: string,
): ResultDisputes & { after: string | null; forget(): void } {
  const client = useClient();
  const [{ data, error }, execute] = useQuery({
    query: ResultDisputesDocument,
    variables: { id: resultId },
    requestPolicy: 'network-only',
  });
  const reload = () => execute({ requestPolicy: 'network-only' });
  if (data && !cursors.has(client)) cursors.set(client, data.eventCursor);
  return {
    disputes: data ? (data.testResult?.disputes ?? []) : null,
    failure: error && !data ? failureOf(error) : null,
    reload,
    after: cursors.get(client) ?? null,
    /** The stream cannot go on where it began: it begins where the disputes are loaded anew. */
    forget: () => {
      cursors.delete(client);
      reload();
    },
  };
}

/** Calls back with each dispute of the viewer that changed after a cursor. */
export function useChangedDisputes(after: string, onChange: () => void, onExpired: () => void): void {
  const isRepeat = useRepeats();
  useLive(DisputeChangedDocument, { after }, after, {
    onEvent: ({ disputeChanged }) => {
      if (!isRepeat(disputeChanged.id)) onChange();
    },
    // Any other failure leaves what is shown; it is asked for anew when it is opened again.
    onFailure: ({ code }) => {
      if (code === 'CURSOR_EXPIRED') onExpired();
    },
  });
}
