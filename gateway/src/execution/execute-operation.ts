import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { Logger } from '@ketqua/platform';
import { getVariableValues } from 'graphql';
import type { RequestContext } from '../operations/request-context.js';
import type { SupergraphState } from '../supergraph/supergraph-state.js';
import { executeCompiled } from './execute-compiled.js';
import { executeReference } from './execute-reference.js';

/** A request that Apollo Server has parsed and validated. */
export type ExecutedRequest = GatewayGraphQLRequestContext<RequestContext>;

/** How operations are executed: by compiled plans, or by Apollo's executor, which they are measured by. */
export type Execution = 'compiled' | 'reference';

/** How an operation is to be executed. */
export interface ExecutionParts {
  readonly execution: Execution;
  readonly log: Logger;
  /** Whether the document is the client's own, to be known when it is asked again. */
  readonly remembers: boolean;
}

/**
 * Executes a query or a mutation on a supergraph. What its variables lack is answered with errors; what a subgraph does
 * not answer, with what the others gave and an error for the rest.
 * @throws GraphQLError when the operation cannot be planned.
 */
export async function executeOperation(
  state: SupergraphState,
  request: ExecutedRequest,
  { execution, log, remembers }: ExecutionParts,
): Promise<GatewayExecutionResult> {
  const {
    document,
    queryHash,
    source,
    context,
    request: { operationName, variables = {} },
  } = request;
  const planned = state.plan(queryHash, document, operationName);
  const definitions = planned.definition.variableDefinitions;
  if (definitions?.length) {
    const { errors } = getVariableValues(state.schema, definitions, variables);
    if (errors) return { errors };
  }
  const compiled =
    execution === 'compiled' ? executeCompiled(state, planned, variables, context, log) : undefined;
  if (compiled && remembers) state.answered.note(state, source, operationName, planned);
  return ((await compiled) ?? executeReference(state, planned, request, log)) as GatewayExecutionResult;
}
