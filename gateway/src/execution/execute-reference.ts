import { executeQueryPlan } from '@apollo/gateway';
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import type { Logger } from '@ketqua/platform';
import { dataSourcesOf } from '../sources/subgraph-data-source.js';
import type { PlannedOperation, SupergraphState } from '../supergraph/supergraph-state.js';
import type { ExecutedRequest } from './execute-operation.js';

/** Executes a plan with Apollo's own executor: what the compiled execution is measured by, and falls back on. */
export function executeReference(
  state: SupergraphState,
  { plan, context }: PlannedOperation,
  request: ExecutedRequest,
  log: Logger,
): Promise<GatewayExecutionResult> {
  return executeQueryPlan(
    plan,
    dataSourcesOf(state, log),
    request,
    context,
    state.supergraphSchema,
    state.apiSchema,
  );
}
