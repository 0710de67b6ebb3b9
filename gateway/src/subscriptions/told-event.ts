import { type Logger, SlowSubscriberError, writtenAtOf } from '@ketqua/platform';
import { type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { formatErrors } from '../errors/format-error.js';
import type { Metrics } from '../observation/metrics.js';
import { StreamInterruptedError, SubgraphUnavailableError } from '../sources/subgraph-source.js';
import { type CompletionMeans, type CompletionScope, EventCompletion } from './event-completion.js';
import type { UpstreamStep } from './upstream.js';

/** What the engine of subscriptions works with, whoever subscribes. */
export interface EngineMeans extends CompletionMeans {
  readonly metrics: Metrics;
  /** How long a stream that broke off is opened anew, in milliseconds; a minute where nothing is said. */
  readonly streamPatience?: number | undefined;
}

/** An event that is ready to be told, once for all who share it. */
export interface ToldEvent {
  /** The result as JSON; undefined where nobody wants it. */
  readonly payload: string | undefined;
  readonly errors: readonly GraphQLFormattedError[];
  /** Where it stands. */
  readonly cursor: string | undefined;
  /** Only those are told who resume behind an earlier cursor. */
  readonly isEarlier: boolean;
  /** Whether it is the stream's last word, which only errors are. */
  readonly isRefusal: boolean;
  /** When the gateway heard of it, by `performance.now()`. */
  readonly arrivedAt: number;
  /** When it was written, in milliseconds since 1970, where its subgraph says. */
  readonly writtenAt: number | undefined;
}

type EventStep = Extract<UpstreamStep, { kind: 'event' }>;

/** Completes an event; where that fails, errors take its place. */
export async function toldEvent(
  { result: event, place, plan }: EventStep,
  scope: Omit<CompletionScope, 'plan'>,
  means: EngineMeans,
): Promise<ToldEvent> {
  const arrivedAt = performance.now();
  const completed = await new EventCompletion({ ...scope, plan }, means)
    .complete(event)
    .catch((error: unknown): FormattedExecutionResult => failure(error, means.log));
  const { result, payload } = written(completed, means.log);
  return {
    payload,
    errors: result.errors ?? [],
    cursor: place?.cursor,
    isEarlier: place?.isEarlier === true,
    isRefusal: !event.data,
    arrivedAt,
    writtenAt: writtenAtOf(event),
  };
}

/** Writes a result; where it is nested too deeply to be written, an error takes its place. */
export function written(
  result: FormattedExecutionResult,
  log: Logger,
): { readonly result: FormattedExecutionResult; readonly payload: string } {
  try {
    return { result, payload: JSON.stringify(result) };
  } catch (error) {
    const told = failure(error, log);
    return { result: told, payload: JSON.stringify(told) };
  }
}

/** An event that nobody wants, whose place counts all the same. */
export function untoldEvent({ place }: EventStep): ToldEvent {
  return {
    payload: undefined,
    errors: [],
    cursor: place?.cursor,
    isEarlier: true,
    isRefusal: false,
    arrivedAt: performance.now(),
    writtenAt: undefined,
  };
}

/** What a subscriber hears when its stream breaks off. */
export function failure(error: unknown, log: Logger): FormattedExecutionResult {
  return { errors: formatErrors([errorOf(error)], log) };
}

function errorOf(error: unknown): GraphQLError {
  if (error instanceof SubgraphUnavailableError) {
    return coded('This part cannot be reached at the moment', 'SUBGRAPH_UNAVAILABLE');
  }
  if (error instanceof StreamInterruptedError) {
    return coded('The stream was interrupted: subscribe again with the last cursor', 'STREAM_INTERRUPTED');
  }
  if (error instanceof SlowSubscriberError) return coded(error.message, 'SLOW_SUBSCRIBER');
  return new GraphQLError('The stream ended', { originalError: error as Error });
}

function coded(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
