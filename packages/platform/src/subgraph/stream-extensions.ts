import type { ExecutionResult } from 'graphql';
import { lastTold } from '../events/last-told.js';
import type { StreamNotes } from '../events/stream-notes.js';

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

/** The name, in a streamed result's `extensions`, of the cursor at which the stream begins; such a result is no event. */
const beginsAtExtension = 'beginsAt';

/** The name, in a streamed result's `extensions`, of where its event stands. */
const placeExtension = 'place';

/** Where the event of a streamed result stands. */
export interface EventPlace {
  readonly cursor: string;
  /** It was committed before the stream began, and is told only to those who resume behind an earlier cursor. */
  readonly isEarlier?: boolean;
}

/** What a stream is begun with for who wants to know where it stands. */
export function beginningAt(cursor: string): ExecutionResult {
  return { extensions: { [beginsAtExtension]: cursor } };
}

/** Adds to a result where its event stands. */
export function withPlace(result: ExecutionResult, { cursor, isEarlier }: StreamNotes): ExecutionResult {
  if (cursor === undefined || !result.data) return result;
  const place: EventPlace = { cursor, ...(isEarlier && { isEarlier }) };
  return { ...result, extensions: { ...result.extensions, [placeExtension]: place } };
}

interface Extended {
  readonly extensions?: Record<string, unknown> | undefined;
}

/** The cursor at which a stream says that it begins. */
export function beginOf({ extensions }: Extended): string | undefined {
  const cursor = extensions?.[beginsAtExtension];
  return typeof cursor === 'string' ? cursor : undefined;
}

/** Where the event of a streamed result stands; undefined where its stream does not say. */
export function placeOf({ extensions }: Extended): EventPlace | undefined {
  const place = extensions?.[placeExtension] as EventPlace | undefined;
  return typeof place?.cursor === 'string' ? place : undefined;
}
