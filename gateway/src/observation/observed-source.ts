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
  return {
    name: source.name,
    async execute(...asked) {
      const startedAt = performance.now();
      const seconds = () => (performance.now() - startedAt) / 1_000;
      try {
        const result = await inSpan(span, () => source.execute(...asked));
        meter.answered(seconds(), result.errors);
        return result;
      } catch (error) {
        meter.failed(seconds());
        throw error;
      }
    },
    tellsPlaces: source.tellsPlaces,
    subscribe: (...asked) => source.subscribe(...asked),
    ready: () => source.ready(),
    close: () => source.close(),
  };
}
