import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import type { Logger } from '@ketqua/platform';
import { getVariableValues } from 'graphql';
import type { RequestContext } from '../operations/request-context.js';
import type { SupergraphState } from '../supergraph/supergraph-state.js';
import { executeReference } from './execute-reference.js';

/** A request that Apollo Server has parsed and validated. */
export type ExecutedRequest = GatewayGraphQLRequestContext<RequestContext>;

/**
 * Executes a query or a mutation on a supergraph. What its variables lack is answered with errors; what a subgraph does
 * not answer, with what the others gave and an error for the rest.
 * @throws GraphQLError when the operation cannot be planned.
 */
export async function executeOperation(
  state: SupergraphState,
  request: ExecutedRequest,
  log: Logger,
): Promise<GatewayExecutionResult> {
  const {
    document,
    queryHash,
    request: { operationName, variables = {} },
  } = request;
  const planned = state.plan(queryHash, document, operationName);
  const { errors } = getVariableValues(state.schema, planned.definition.variableDefinitions ?? [], variables);
  if (errors) return { errors };
  return executeReference(state, planned, request, log);
}
