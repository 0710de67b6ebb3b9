import { setTimeout as sleep } from 'node:timers/promises';
import {
  beginOf,
  type Caller,
  type EventPlace,
  type Operation,
  placeOf,
  SlowSubscriberError,
} from '@ketqua/platform';
import { StreamInterruptedError, type StreamResult } from '../sources/subgraph-source.js';
import type { SubscriptionPlan } from './subscription-planner.js';

/** How long a stream that broke off is opened anew before it is given up, in milliseconds, where nothing else is said. */
const usualPatience = 60_000;

/** Waits between the tries, in milliseconds: they double, and each is cut by chance to between half and whole. */
const [firstWait, longestWait] = [100, 5_000];

/** What a stream of a subgraph tells. */
export type UpstreamStep =
  /** The subgraph opened it. Nothing is known of where it stands, unless `begin` says it. */
  | { readonly kind: 'opened'; readonly begin: string | undefined }
  /** The subgraph does not open it. */
  | { readonly kind: 'refused'; readonly result: StreamResult }
  | {
      readonly kind: 'event';
      readonly result: StreamResult;
      readonly place: EventPlace | undefined;
      /** The plan that it was opened by. */
      readonly plan: SubscriptionPlan;
    };

/** Which stream is opened, and for whom. */
export interface UpstreamParts {
  plan: SubscriptionPlan;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly after?: string | undefined;
  /** The cursor behind which it ends. */
  readonly until?: string | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** How long it is opened anew where it breaks off, in milliseconds. */
  readonly patience?: number | undefined;
}

/**
 * A stream of a subgraph that outlives the way to it: where it breaks off, it is opened again behind the last event that
 * it told. Where nobody knows how far it came, or its patience is over, it throws the StreamInterruptedError.
 */
export class Upstream {
  #cursor: string | undefined;
  #turn = new AbortController();

  constructor(private readonly parts: UpstreamParts) {
    this.#cursor = parts.after;
  }

  /** Goes on by another plan, from where it stands. */
  move(plan: SubscriptionPlan): void {
    this.parts.plan = plan;
    this.#turn.abort();
  }

  async *steps(): AsyncGenerator<UpstreamStep, void> {
    const { signal, patience = usualPatience } = this.parts;
    const loss = new Loss(patience);
    while (!signal.aborted) {
      this.#turn = new AbortController();
      const turn = AbortSignal.any([signal, this.#turn.signal]);
      try {
        for await (const step of this.#opened(turn)) {
          if (step.kind === 'event') loss.isOver();
          else loss.opened();
          yield step;
          if (step.kind === 'refused') return;
        }
        if (!this.#turn.signal.aborted) return;
        if (this.#cursor === undefined) throw new StreamInterruptedError(this.parts.plan.primary.serviceName);
      } catch (error) {
        if (signal.aborted) return;
        if (!isPassing(error) || this.#cursor === undefined) throw error;
        const wait = loss.nextWait();
        if (wait === undefined) throw error;
        await sleep(wait, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async *#opened(signal: AbortSignal): AsyncGenerator<UpstreamStep, void> {
    const { plan, caller } = this.parts;
    const source = plan.state.source(plan.primary.serviceName);
    const opened = await source.subscribe(this.#operation(), caller, signal);
    if (!(Symbol.asyncIterator in opened)) return yield { kind: 'refused', result: opened };
    if (!source.tellsPlaces || !plan.resumption) yield { kind: 'opened', begin: undefined };
    for await (const result of opened) {
      const begin = beginOf(result);
      if (begin !== undefined) {
        this.#cursor = begin;
        yield { kind: 'opened', begin };
        continue;
      }
      if (isBehind(result) && this.#cursor !== undefined)
        throw new SlowSubscriberError('The gateway fell too far behind');
      const place = placeOf(result);
      this.#cursor = place?.cursor ?? this.#cursor;
      yield { kind: 'event', result, place, plan };
    }
  }

  #operation(): Operation {
    const { plan, variables: given, until } = this.parts;
    const { primary, resumption } = plan;
    const { operationName, variableUsages = [] } = primary;
    const source = plan.state.source(primary.serviceName);
    const variables: Record<string, unknown> = {};
    for (const name of variableUsages) if (given[name] !== undefined) variables[name] = given[name];
    if (!resumption || !source.tellsPlaces) return { query: primary.operation, variables, operationName };
    if (resumption.clientVariable !== undefined) delete variables[resumption.clientVariable];
    if (this.#cursor !== undefined) variables[resumption.variable] = this.#cursor;
    return { query: resumption.operation, variables, operationName, stream: { until } };
  }
}

/** A way that is lost, and how long already. One that opens and breaks at once is as lost as one that does not open. */
class Loss {
  #since: number | undefined;
  #openedAt: number | undefined;
  #tries = 0;

  constructor(private readonly patience: number) {}

  /** Notes that the stream is open; whether it stays so is to be seen. */
  opened(): void {
    this.#openedAt = performance.now();
  }

  isOver(): void {
    this.#since = undefined;
    this.#tries = 0;
  }

  /** How long to wait before the next try; undefined where it is given up. */
  nextWait(): number | undefined {
    if (this.#openedAt !== undefined && performance.now() - this.#openedAt >= longestWait) this.isOver();
    this.#openedAt = undefined;
    this.#since ??= performance.now();
    const wait = Math.min(longestWait, firstWait * 2 ** this.#tries++) * (0.5 + Math.random() / 2);
    return performance.now() - this.#since + wait > this.patience ? undefined : wait;
  }
}

/** Whether it helps to open the stream again: the way broke, or the reader was too slow for what came. */
function isPassing(error: unknown): boolean {
  return error instanceof StreamInterruptedError || error instanceof SlowSubscriberError;
}

/** A subgraph's last word where its stream was read too slowly. */
function isBehind({ data, errors }: StreamResult): boolean {
  return !data && errors?.[0]?.extensions?.code === 'SLOW_SUBSCRIBER';
}
