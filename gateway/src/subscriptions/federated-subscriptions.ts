import { type Caller, endingWith, type Logger, type Operation, writtenAtOf } from '@ketqua/platform';
import { type FormattedExecutionResult, GraphQLError, getVariableValues } from 'graphql';
import { formatErrors } from '../errors/format-error.js';
import { refuseCostly } from '../limits/operation-cost.js';
import type { Metrics } from '../observation/metrics.js';
import { dataSourcesOf } from '../sources/subgraph-data-source.js';
import { type StreamResult, SubgraphUnavailableError } from '../sources/subgraph-source.js';
import type { SupergraphState } from '../supergraph/supergraph-state.js';
import type { Supergraphs } from '../supergraph/supergraphs.js';
import { type CompletedEvent, type Completion, completeEvent, refusalOf } from './complete-event.js';
import { type SubscriptionPlan, SubscriptionPlanner } from './subscription-planner.js';
import { UpstreamSubscription } from './upstream-subscription.js';

/** A subscription that may be opened: its document is valid, within the limits, and planned. */
export interface PlannedSubscription {
  readonly plan: SubscriptionPlan;
  readonly variables: Record<string, unknown> | undefined;
  readonly caller: Caller;
}

/** Subscriptions over a supergraph: opened where the event happens, completed where the rest is known. */
export class FederatedSubscriptions {
  readonly #planners = new WeakMap<SupergraphState, SubscriptionPlanner>();

  constructor(
    private readonly supergraphs: Supergraphs,
    private readonly metrics: Metrics,
    private readonly log: Logger,
  ) {}

  /** Judges an operation before any work is done for it. */
  prepare(operation: Operation, caller: Caller): PlannedSubscription | readonly GraphQLError[] {
    const { query, variables, operationName } = operation;
    const plan = this.#planner(this.supergraphs.current).plan(query, operationName);
    if (!('primary' in plan)) return plan;
    const { document, definition } = plan.planned;
    const { errors } = getVariableValues(
      plan.state.schema,
      definition.variableDefinitions ?? [],
      variables ?? {},
      { maxErrors: 5 },
    );
    if (errors) {
      return errors.map(
        ({ message }) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } }),
      );
    }
    try {
      refuseCostly(document, definition, variables, plan.state.schema);
    } catch (error) {
      return [error as GraphQLError];
    }
    return { plan, variables, caller };
  }

  /** Opens a subscription. The stream ends at its source when the reader returns from it. */
  async open({
    plan,
    variables,
    caller,
  }: PlannedSubscription): Promise<AsyncGenerator<FormattedExecutionResult> | FormattedExecutionResult> {
    const source = plan.state.source(plan.primary.serviceName);
    const upstream = new UpstreamSubscription(source, plan, variables, caller);
    const abort = new AbortController();
    let opened: AsyncIterable<StreamResult> | StreamResult;
    try {
      opened = await upstream.open(abort.signal);
    } catch (error) {
      return this.#formatted({ errors: [brokenOff(error)] });
    }
    if (!(Symbol.asyncIterator in opened)) return this.#formatted(refusalOf(opened, source.name));
    const completion: Completion = {
      plan,
      variables,
      caller,
      dataSources: dataSourcesOf(plan.state, this.log),
      log: this.log,
    };
    return endingWith(this.#complete(opened, completion), abort);
  }

  #planner(state: SupergraphState): SubscriptionPlanner {
    let planner = this.#planners.get(state);
    if (!planner) {
      planner = new SubscriptionPlanner(state);
      this.#planners.set(state, planner);
    }
    return planner;
  }

  async *#complete(
    events: AsyncIterable<StreamResult>,
    completion: Completion,
  ): AsyncGenerator<FormattedExecutionResult> {
    try {
      for await (const event of events) {
        const completed = this.#formatted(await completeEvent(event, completion));
        const writtenAt = writtenAtOf(event);
        if (writtenAt !== undefined) this.metrics.delivered((Date.now() - writtenAt) / 1_000);
        yield completed;
      }
    } catch (error) {
      yield this.#formatted({ errors: [brokenOff(error)] });
    }
  }

  #formatted({ data, errors }: CompletedEvent): FormattedExecutionResult {
    return {
      ...(data !== undefined && { data }),
      ...(errors?.length && { errors: formatErrors(errors, this.log) }),
    };
  }
}

/** What a subscriber hears when its stream breaks off. */
function brokenOff(error: unknown): GraphQLError {
  if (!(error instanceof SubgraphUnavailableError)) {
    return new GraphQLError('The stream ended', { originalError: error as Error });
  }
  return new GraphQLError('This part cannot be reached at the moment', {
    extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
  });
}
