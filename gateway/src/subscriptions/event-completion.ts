import { executeQueryPlan, type GraphQLDataSource } from '@apollo/gateway';
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import type { Logger } from '@ketqua/platform';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import { withCompletionErrors } from '../answers/completion-errors.js';
import { withAskedNames } from '../answers/own-names.js';
import { formatErrors } from '../errors/format-error.js';
import { compiledOf } from '../execution/execute-compiled.js';
import type { Execution } from '../execution/execute-operation.js';
import { apolloLogger } from '../observation/apollo-logger.js';
import type { Asking } from '../sources/ask-subgraph.js';
import { dataSourcesOf } from '../sources/subgraph-data-source.js';
import type { StreamResult } from '../sources/subgraph-source.js';
import type { EntityBatches } from './entity-batches.js';
import type { SubscriptionPlan } from './subscription-planner.js';

type PlanRequestContext = Parameters<typeof executeQueryPlan>[2];
type Variables = Readonly<Record<string, unknown>>;

/** What completes events, whoever they are for. */
export interface CompletionMeans {
  readonly execution: Execution;
  readonly batches: EntityBatches;
  readonly log: Logger;
}

/** What the completion of some events depends on. */
export interface CompletionScope {
  readonly plan: SubscriptionPlan;
  readonly variables: Variables;
  readonly asking: Asking;
  /** Fetches for one scope may go together. */
  readonly scope: string;
}

/**
 * Completes events from the other subgraphs: the plan's first fetch is answered with the event itself, the rest as in any
 * query, by the compiled plan or, where there is none, by Apollo's executor.
 */
export class EventCompletion {
  constructor(
    private readonly of: CompletionScope,
    private readonly means: CompletionMeans,
  ) {}

  /** The result as subscribers are told it. */
  async complete(event: StreamResult): Promise<FormattedExecutionResult> {
    const { plan } = this.of;
    if (!event.data) return this.refusal(event);
    const { execution } = this.means;
    const result = await ((execution === 'compiled' && this.#byCompiledPlan(event)) ||
      this.#byReference(event));
    const told = withCompletionErrors(result, plan.state, plan.asked);
    return this.#formatted(plan.ownNames ? withAskedNames(told, plan.ownNames) : told);
  }

  /** A result without data: the subgraph's errors, told as its own. */
  refusal({ data, errors = [] }: StreamResult): FormattedExecutionResult {
    const { serviceName } = this.of.plan.primary;
    const own = errors.map((error) => {
      const { message, path, extensions } = error instanceof GraphQLError ? error.toJSON() : error;
      return { message, ...(path && { path }), extensions: { ...extensions, serviceName } };
    });
    return {
      ...(data === null && { data }),
      errors: formatErrors(own, this.means.log),
    };
  }

  #byCompiledPlan(event: StreamResult): Promise<GatewayExecutionResult> | undefined {
    const { plan, variables, asking, scope } = this.of;
    const operation = compiledOf(plan.state, plan.completion);
    if (!operation?.canDecide(variables)) return undefined;
    const answer = onceWith(event);
    return operation.execute(
      variables,
      async (name, request) =>
        answer() ?? this.means.batches.ask(plan.state.source(name), request, asking, scope),
    ) as Promise<GatewayExecutionResult>;
  }

  #byReference(event: StreamResult): Promise<GatewayExecutionResult> {
    const { plan } = this.of;
    const { state, completion, primary } = plan;
    const dataSources = dataSourcesOf(state, this.means.log);
    const owner = dataSources[primary.serviceName]!;
    const answer = onceWith(event);
    const answering: GraphQLDataSource = { process: async (options) => answer() ?? owner.process(options) };
    return executeQueryPlan(
      completion.plan,
      { ...dataSources, [primary.serviceName]: answering },
      this.#requestContext(),
      completion.context,
      state.supergraphSchema,
      state.apiSchema,
    );
  }

  #formatted({ data, errors }: GatewayExecutionResult): FormattedExecutionResult {
    return {
      data: data ?? null,
      ...(errors?.length && { errors: formatErrors(errors, this.means.log) }),
    };
  }

  /** The little that the executor of a plan reads of a request. */
  #requestContext(): PlanRequestContext {
    const { plan, variables, asking } = this.of;
    const { document, definition } = plan.completion;
    return {
      request: { variables },
      context: asking,
      logger: apolloLogger(this.means.log),
      metrics: {},
      schema: plan.state.schema,
      document,
      operation: definition,
      operationName: definition.name?.value ?? null,
    } as unknown as PlanRequestContext;
  }
}

type Answer = FormattedExecutionResult<Record<string, unknown>>;

/** Gives the event to the first who asks, which is the plan's first fetch. */
function onceWith({ data, errors }: StreamResult): () => Answer | undefined {
  let isGiven = false;
  return () => {
    if (isGiven) return undefined;
    isGiven = true;
    return { data, ...(errors && { errors }) } as Answer;
  };
}
