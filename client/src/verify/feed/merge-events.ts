import type { VerificationFactsFragment } from '../../schema/operations.ts';

/** A feed shows this many; older ones are history. */
const longest = 100;

/** Puts events into a feed, newest first, each once however often it arrived. */
export function mergeEvents<Event extends Pick<VerificationFactsFragment, 'id' | 'verifiedAt'>>(
  feed: readonly Event[],
  arriving: readonly Event[],
): Event[] {
  const byId = new Map([...feed, ...arriving].map((event) => [event.id, event]));
  return [...byId.values()]
    .sort((one, other) => Date.parse(other.verifiedAt) - Date.parse(one.verifiedAt))
    .slice(0, longest);
}
