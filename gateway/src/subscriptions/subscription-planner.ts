import { createHash } from 'node:crypto';
import type { FetchNode, PlanNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { type LRU, lru } from 'tiny-lru';
import type { OwnNames } from '../answers/own-names.js';
import { limitRules } from '../limits/limit-rules.js';
import { limits } from '../limits/limits.js';
import type { AskedDocument } from '../operations/operation-in.js';
import type { PlannedOperation, SupergraphState } from '../supergraph/supergraph-state.js';
import { type Resumption, resumptionOf } from './resumption.js';

/** How a subscription is answered: which stream is opened, and what completes each of its events. */
export interface SubscriptionPlan {
  readonly state: SupergraphState;
  readonly planned: PlannedOperation;
  /** The fetch that the owning subgraph answers with a stream. */
  readonly primary: FetchNode;
  /** The operation with the fetch of an event and of what the other subgraphs know about it as its plan. */
  readonly completion: PlannedOperation;
  /** How the stream is opened behind an event; undefined where its root field takes no `after`. */
  readonly resumption: Resumption | undefined;
  /** What the client asked, under the names that it is planned by. */
  readonly asked: AskedDocument;
  /** The names that its client asked for, where they stood in the plan's way. */
  readonly ownNames: OwnNames | undefined;
  /** The document's text. */
  readonly text: string;
  /** Its SHA-256. */
  readonly hash: string;
}

const rememberedPlans = 500;

/** Plans subscriptions on one supergraph: Apollo's own executor refuses them, its planner does not. */
export class SubscriptionPlanner {
  readonly #plans: LRU<SubscriptionPlan> = lru(rememberedPlans);

  constructor(private readonly state: SupergraphState) {}

  /** Plans a subscription, or tells what is wrong with it: never a query or a mutation. */
  plan(query: string, operationName: string | undefined): SubscriptionPlan | readonly GraphQLError[] {
    const hash = createHash('sha256').update(query).digest('hex');
    const key = operationName ? `${hash} ${operationName}` : hash;
    const known = this.#plans.get(key);
    if (known) return known;
    const plan = this.#make({ text: query, hash }, operationName);
    if ('primary' in plan) this.#plans.set(key, plan);
    return plan;
  }

  #make(
    source: Pick<SubscriptionPlan, 'text' | 'hash'>,
    operationName: string | undefined,
  ): SubscriptionPlan | readonly GraphQLError[] {
    let document: DocumentNode;
    try {
      document = parse(source.text, { maxTokens: limits.tokens });
    } catch (error) {
      return [coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
    }
    const operation = getOperationAST(document, operationName);
    if (!operation) {
      return [failure('The document names no such operation', 'OPERATION_RESOLUTION_FAILURE')];
    }
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
      return [failure('Only subscriptions go over a WebSocket: POST the others', 'SUBSCRIPTIONS_ONLY')];
    }
    const problems = this.#validate(document);
    if (problems.length) return problems.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
    return this.#planned({ document, operationName }, source);
  }

  #planned(
    { document, operationName }: AskedDocument,
    { text, hash }: Pick<SubscriptionPlan, 'text' | 'hash'>,
  ): SubscriptionPlan | readonly GraphQLError[] {
    const { state } = this;
    const ownNames = state.ownNames(document);
    const asked = { document: ownNames?.document ?? document, operationName };
    const planned = state.plan(hash, asked.document, operationName);
    const { node } = planned.plan;
    if (node?.kind !== 'Subscription' || !isFetch(node.primary)) {
      return [failure('The subscription selects nothing', 'GRAPHQL_VALIDATION_FAILED')];
    }
    const { primary, rest } = node;
    const nodes: PlanNode[] = [primary, ...(rest ? [rest] : [])];
    const { schema } = state;
    return {
      state,
      planned,
      primary,
      completion: { ...planned, plan: { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } } },
      resumption: resumptionOf({ schema, document: asked.document, definition: planned.definition, primary }),
      asked,
      ownNames,
      text,
      hash,
    };
  }

  /** A rule of graphql-js throws on a root field with `@skip(if: $variable)`: that is the document's fault. */
  #validate(document: DocumentNode): readonly GraphQLError[] {
    try {
      return validate(this.state.schema, document, [...specifiedRules, ...limitRules], {
        maxErrors: limits.validationErrors,
      });
    } catch {
      return [new GraphQLError('A subscription must have exactly one root field, without conditions')];
    }
  }
}

function isFetch(node: PlanNode): node is FetchNode {
  return node.kind === 'Fetch';
}

function failure(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

function coded(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { code },
  });
}

/** Whether a document holds a subscription at all; those have no place in an HTTP request. */
export function holdsSubscription(query: string): boolean {
  if (!/\bsubscription\b/.test(query)) return false;
  try {
    return parse(query, { maxTokens: limits.tokens, noLocation: true }).definitions.some(
      (definition) =>
        definition.kind === Kind.OPERATION_DEFINITION &&
        definition.operation === OperationTypeNode.SUBSCRIPTION,
    );
  } catch {
    return false;
  }
}
