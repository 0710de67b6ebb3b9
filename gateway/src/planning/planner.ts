import { operationFromDocument, type Schema, type Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { type DocumentNode, GraphQLError } from 'graphql';
import type { AskedDocument } from '../operations/operation-in.js';
import type { ExecutableDirectives } from './executable-directives.js';
import type { GivenField } from './fields-for-arguments.js';
import { LostMembers } from './lost-members.js';
import { notPlannable } from './not-plannable.js';
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

/** What Apollo's planner is to know beside its supergraph. */
interface Known {
  readonly apiSchema: Schema;
  readonly directives: ExecutableDirectives;
  /** What fields of this supergraph stand for that clients do not have. */
  readonly given: ReadonlyMap<string, GivenField>;
}

/** Apollo's own planner. */
export function apolloPlanner(supergraph: Supergraph, { apiSchema, directives, given }: Known): Planner {
  const planner = new QueryPlanner(supergraph, { debug: { maxEvaluatedPlans: weighedPlans } });
  const required = given.size ? new RequiredArguments(supergraph, given) : undefined;
  const lost = LostMembers.of(supergraph);
  return {
    plan(document, operationName) {
      const plan = planned({ document, operationName }, (asked) =>
        planner.buildQueryPlan(
          operationFromDocument(apiSchema, directives.withDefaults(asked.document), asked),
        ),
      );
      refuseUnplanned({ document, operationName }, plan);
      const whole = lost?.restoredIn({ document, operationName }, plan) ?? plan;
      return required?.givenIn(whole) ?? whole;
    },
  };
}

/** What the planner says of itself where it finds no way is not for clients: they hear that there is none. */
function planned(asked: AskedDocument, plan: (asked: AskedDocument) => QueryPlan): QueryPlan {
  try {
    return plan(asked);
  } catch (error) {
    // Its assertions are plain errors.
    const isPlanners = error instanceof GraphQLError || (error as Error).constructor === Error;
    if (!isPlanners) throw error;
    throw notPlannable(asked, 'No subgraph can answer this operation as it is asked for');
  }
}
