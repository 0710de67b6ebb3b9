import type { Caller } from '@ketqua/platform';
import type { StreamResult, SubgraphSource } from '../sources/subgraph-source.js';
import type { SubscriptionPlan } from './subscription-planner.js';

type Variables = Record<string, unknown> | undefined;

/**
 * The stream that a subscriber's events come from, on the subgraph that owns the root field. It is one
 * subscriber's own; what several could share would be shared here.
 */
export class UpstreamSubscription {
  constructor(
    private readonly source: SubgraphSource,
    private readonly plan: SubscriptionPlan,
    private readonly variables: Variables,
    private readonly caller: Caller,
  ) {}

  /** Opens the stream, or gives the errors with which the subgraph refused it. It ends when `signal` aborts. */
  open(signal: AbortSignal): Promise<AsyncIterable<StreamResult> | StreamResult> {
    const { operation, operationName, variableUsages } = this.plan.primary;
    const variables = Object.fromEntries(
      (variableUsages ?? [])
        .filter((name) => this.variables?.[name] !== undefined)
        .map((name) => [name, this.variables![name]]),
    );
    return this.source.subscribe({ query: operation, variables, operationName }, this.caller, signal);
  }
}
