import { inSpan } from '@ketqua/platform';
import type { FormattedExecutionResult } from 'graphql';
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
    <Asked extends unknown[], Answer extends object>(execute: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => {
      const startedAt = performance.now();
      const seconds = () => (performance.now() - startedAt) / 1_000;
      try {
        const answer = await inSpan(span, () => execute(...asked));
        meter.answered(
          seconds(),
          'errors' in answer ? (answer as FormattedExecutionResult).errors : undefined,
        );
        return answer;
      } catch (error) {
        meter.failed(seconds());
        throw error;
      }
    };
  const askText = source.executeText && observed(source.executeText.bind(source));
  return {
    name: source.name,
    execute: observed((...asked) => source.execute(...asked)),
    executeIsomorphic:
      source.executeIsomorphic && observed((...asked) => source.executeIsomorphic!(...asked)),
    executeText:
      askText &&
      (async (...asked) => {
        const { text, result } = await askText(...asked);
        return { text, result: told(result, meter) };
      }),
    tellsPlaces: source.tellsPlaces,
    subscribe: (...asked) => source.subscribe(...asked),
    ready: () => source.ready(),
    close: () => source.close(),
  };
}

/** Counts the errors of an answer when it is read. */
function told(read: () => FormattedExecutionResult, meter: SubgraphMeter): () => FormattedExecutionResult {
  let isCounted = false;
  return () => {
    const result = read();
    if (!isCounted) meter.told(result.errors);
    isCounted = true;
    return result;
  };
}
