import type { ExecutionResult } from 'graphql';
import { lastTold } from '../events/last-told.js';

/** The name, in a streamed result's `extensions`, of when its event was written: milliseconds since 1970. */
export const writtenAtExtension = 'writtenAt';

/** Adds to a result of a live event when that was written, for the gateway to measure how late it is delivered. */
export function withWrittenAt(result: ExecutionResult, signal: AbortSignal): ExecutionResult {
  const at = result.data ? lastTold(signal)?.getTime() : undefined;
  return at === undefined
    ? result
    : { ...result, extensions: { ...result.extensions, [writtenAtExtension]: at } };
}

/** When the event of a streamed result was written; undefined where it is not live, or its subgraph does not say. */
export function writtenAtOf({
  extensions,
}: {
  extensions?: Record<string, unknown> | undefined;
}): number | undefined {
  const at = extensions?.[writtenAtExtension];
  return typeof at === 'number' ? at : undefined;
}
