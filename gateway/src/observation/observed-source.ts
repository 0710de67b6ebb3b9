import { inSpan } from '@ketqua/platform';
import type { SubgraphSource } from '../sources/subgraph-source.js';
import type { SubgraphMeter } from './meters.js';

/** A source whose answers are measured and traced: how long each took, its errors, and whether it failed. */
export function observedSource(source: SubgraphSource, meter: SubgraphMeter): SubgraphSource {
  source.observe?.(meter);
  const span = {
    name: `fetch ${source.name}`,
    kind: 'client',
    attributes: { subgraph: source.name },
  } as const;
  const observed =
    (execute: SubgraphSource['execute']): SubgraphSource['execute'] =>
    async (...asked) => {
      const startedAt = performance.now();
      const seconds = () => (performance.now() - startedAt) / 1_000;
      try {
        const result = await inSpan(span, () => execute(...asked));
        meter.answered(seconds(), result.errors);
        return result;
      } catch (error) {
        meter.failed(seconds());
        throw error;
      }
    };
  return {
    name: source.name,
    execute: observed((...asked) => source.execute(...asked)),
    executeIsomorphic:
      source.executeIsomorphic && observed((...asked) => source.executeIsomorphic!(...asked)),
    tellsPlaces: source.tellsPlaces,
    subscribe: (...asked) => source.subscribe(...asked),
    ready: () => source.ready(),
    close: () => source.close(),
  };
}
