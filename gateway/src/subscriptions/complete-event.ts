import { executeQueryPlan, type GraphQLDataSource } from '@apollo/gateway';
import type { Caller, Logger } from '@ketqua/platform';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { apolloLogger } from '../observation/apollo-logger.js';
import type { StreamResult } from '../sources/subgraph-source.js';
import type { SubscriptionPlan } from './subscription-planner.js';

type PlanRequestContext = Parameters<typeof executeQueryPlan>[2];

/** A result whose errors are still to be formatted. */
export interface CompletedEvent {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly (GraphQLError | GraphQLFormattedError)[];
}

/** What the completion of one subscriber's events needs. */
export interface Completion {
  readonly plan: SubscriptionPlan;
  readonly variables: Record<string, unknown> | undefined;
  readonly caller: Caller;
  readonly dataSources: Readonly<Record<string, GraphQLDataSource>>;
  readonly log: Logger;
}

/**
 * Completes an event from the other subgraphs: the plan's first fetch is answered with the event itself, the
 * rest as in any query. Paths of errors, null bubbling and the removal of keys are Apollo's.
 */
export async function completeEvent(event: StreamResult, completion: Completion): Promise<CompletedEvent> {
  const { plan, dataSources } = completion;
  const { state, planned } = plan;
  const { serviceName } = plan.primary;
  if (!event.data) return refusalOf(event, serviceName);
  const owner = dataSources[serviceName]!;
  let isFirst = true;
  const answeringWithEvent: GraphQLDataSource = {
    async process(options) {
      if (!isFirst) return owner.process(options);
      isFirst = false;
      return { data: event.data as Record<string, unknown>, ...(event.errors && { errors: event.errors }) };
    },
  };
  const { data, errors } = await executeQueryPlan(
    plan.completion,
    { ...dataSources, [serviceName]: answeringWithEvent },
    requestContextOf(completion),
    planned.context,
    state.supergraphSchema,
    state.apiSchema,
  );
  return { data: data ?? null, ...(errors?.length && { errors }) };
}

/** A result without data: the subgraph's errors, told as its own. */
export function refusalOf({ data, errors = [] }: StreamResult, serviceName: string): CompletedEvent {
  return {
    ...(data === null && { data }),
    errors: errors.map((error) => {
      const { message, path, extensions } = error instanceof GraphQLError ? error.toJSON() : error;
      return { message, ...(path && { path }), extensions: { ...extensions, serviceName } };
    }),
  };
}

/** The little that the executor of a plan reads of a request. */
function requestContextOf({ plan, variables, caller, log }: Completion): PlanRequestContext {
  return {
    request: { variables: variables ?? {} },
    context: { caller },
    logger: apolloLogger(log),
    metrics: {},
    schema: plan.state.schema,
    document: plan.planned.document,
    operation: plan.planned.definition,
    operationName: plan.planned.definition.name?.value ?? null,
  } as unknown as PlanRequestContext;
}
