import type { Operation } from '@ketqua/platform';
import type { FormattedExecutionResult } from 'graphql';
import { EventCompletion } from './event-completion.js';
import { OrderedCompletions } from './ordered-completions.js';
import type { Scope } from './scope.js';
import type { Subscriber } from './subscriber.js';
import type { SubscriptionPlan } from './subscription-planner.js';
import { type EngineMeans, failure, type ToldEvent, toldEvent, untoldEvent, written } from './told-event.js';
import { Upstream, type UpstreamStep } from './upstream.js';

/** What the subscribers of one share have in common. */
export interface Shared {
  readonly operation: Operation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly scope: Scope;
}

/**
 * One stream of a subgraph, and one completion of each of its events, for all who may see the same. It is open for as long
 * as it has a subscriber.
 */
export class Share {
  /** Where its subscribers have come to: the cursor of the last event that was handed to them, or of its beginning. */
  cursor: string | undefined;
  plan: SubscriptionPlan;
  /** Whether the subgraph opened it, as soon as that is known. */
  readonly opened: Promise<boolean>;
  readonly #subscribers = new Set<Subscriber>();
  readonly #abort = new AbortController();
  readonly #upstream: Upstream;
  #settle!: (isOpen: boolean) => void;

  constructor(
    plan: SubscriptionPlan,
    readonly shared: Shared,
    private readonly means: EngineMeans,
    private readonly onEnd: () => void,
  ) {
    this.plan = plan;
    this.opened = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const { variables, scope } = shared;
    const { signal } = this.#abort;
    const patience = means.streamPatience;
    this.#upstream = new Upstream({ plan, variables, caller: scope.caller, signal, patience });
    void this.#run();
  }

  get size(): number {
    return this.#subscribers.size;
  }

  join(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
  }

  /** Lets one go; the last one ends the share. */
  leave(subscriber: Subscriber): void {
    if (this.#subscribers.delete(subscriber) && !this.#subscribers.size) this.#close();
  }

  /** Goes on by the plan of another supergraph, from where it stands. */
  move(plan: SubscriptionPlan): void {
    this.plan = plan;
    this.#upstream.move(plan);
    for (const subscriber of this.#subscribers) subscriber.move(plan);
  }

  /** Ends it for everybody, with a last result where there is something to tell. */
  end(last?: FormattedExecutionResult): void {
    const subscribers = [...this.#subscribers];
    this.#subscribers.clear();
    this.#close();
    const told = last && written(last, this.means.log);
    for (const subscriber of subscribers) subscriber.finish(told?.payload);
    if (told?.result.errors) this.means.metrics.subscriptionErrors(told.result.errors, subscribers.length);
  }

  #close(): void {
    this.#settle(false);
    this.#abort.abort();
    this.onEnd();
  }

  async #run(): Promise<void> {
    const completions = new OrderedCompletions<ToldEvent>((told) => this.#hand(told));
    let last: FormattedExecutionResult | undefined;
    try {
      for await (const step of this.#upstream.steps()) {
        if (step.kind === 'refused') last = this.#refusal(step.result);
        else if (step.kind === 'opened') this.cursor ??= step.begin;
        else await completions.add(this.#told(step));
        this.#settle(step.kind !== 'refused');
      }
    } catch (error) {
      last = failure(error, this.means.log);
    }
    await completions.ended();
    if (!this.#abort.signal.aborted) this.end(last);
  }

  async #told(step: Extract<UpstreamStep, { kind: 'event' }>): Promise<ToldEvent> {
    if (step.place?.isEarlier && ![...this.#subscribers].some(({ resumes }) => resumes)) {
      return untoldEvent(step);
    }
    const { variables, scope } = this.shared;
    const patience = { signal: this.#abort.signal };
    return toldEvent(
      step,
      { variables, scope: scope.key, asking: { caller: scope.caller, patience } },
      this.means,
    );
  }

  #refusal(result: Extract<UpstreamStep, { kind: 'refused' }>['result']): FormattedExecutionResult {
    const { variables, scope } = this.shared;
    const asking = { caller: scope.caller };
    const of = { plan: this.plan, variables, scope: scope.key, asking };
    return new EventCompletion(of, this.means).refusal(result);
  }

  #hand(told: ToldEvent): void {
    if (this.#abort.signal.aborted) return;
    this.cursor = told.cursor ?? this.cursor;
    if (told.payload === undefined) return;
    let count = 0;
    for (const subscriber of this.#subscribers) if (subscriber.take(told)) count++;
    this.means.metrics.fannedOut({ ...told, subscribers: count });
  }
}
