import type { Subgraph } from '@ketqua/platform';
import { endingAtAbort } from './ending-at-abort.js';
import { type SubgraphSource, SubgraphUnavailableError } from './subgraph-source.js';

/** A subgraph that runs in this process: nothing is signed or sent. Closing it closes the subgraph. */
export function inProcessSource(subgraph: Subgraph): SubgraphSource {
  return {
    name: subgraph.name,
    async execute(operation, caller, { signal } = {}) {
      if (signal?.aborted) throw new SubgraphUnavailableError(subgraph.name, { cause: signal.reason });
      return subgraph.execute(operation, caller);
    },
    tellsPlaces: true,
    async subscribe(operation, caller, signal) {
      const result = await subgraph.subscribe(operation, caller, signal);
      return Symbol.asyncIterator in result ? endingAtAbort(result, signal) : result;
    },
    ready: () => subgraph.ready().catch(() => false),
    close: () => subgraph.close(),
  };
}
