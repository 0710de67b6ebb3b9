import { operationFromDocument, type Schema, type Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import { RequiredArguments } from './required-arguments.js';
import { refuseUnplanned } from './unplanned-fields.js';

/** Plans documents on one supergraph. What stands behind it can be exchanged; the plans have Apollo's form. */
export interface Planner {
  /**
   * Plans one operation of a valid document. Of a subscription the plan's node is a `Subscription` of a primary
   * fetch and the rest.
   * @throws GraphQLError when the document asks for what cannot be planned.
   */
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan;
}

/** The most ways that are weighed against each other for one document: planning is work that a stranger can ask for. */
const weighedPlans = 1_000;

/** Apollo's own planner. */
export function apolloPlanner(supergraph: Supergraph, apiSchema: Schema): Planner {
  const planner = new QueryPlanner(supergraph, { debug: { maxEvaluatedPlans: weighedPlans } });
  const required = RequiredArguments.of(supergraph);
  return {
    plan(document, operationName) {
      const plan = planner.buildQueryPlan(operationFromDocument(apiSchema, document, { operationName }));
      refuseUnplanned({ document, operationName }, plan);
      required?.refuseConflicts({ document, operationName }, plan);
      return plan;
    },
  };
}
