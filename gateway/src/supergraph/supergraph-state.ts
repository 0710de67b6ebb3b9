import { createHash } from 'node:crypto';
import { type Schema, Supergraph } from '@apollo/federation-internals';
import { buildOperationContext } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, type OperationDefinitionNode, parse } from 'graphql';
import { type LRU, lru } from 'tiny-lru';
import { type OwnNames, withOwnNames } from '../answers/own-names.js';
import { KnownOperations } from '../execution/known-operations.js';
import type { PlanCacheMeter } from '../observation/meters.js';
import { ExecutableDirectives } from '../planning/executable-directives.js';
import { withFieldsForArguments } from '../planning/fields-for-arguments.js';
import { apolloPlanner, type Planner } from '../planning/planner.js';
import { reservedNames } from '../planning/reserved-names.js';
import { resolvableKeysFirst } from '../planning/resolvable-keys-first.js';
import type { SubgraphSource } from '../sources/subgraph-source.js';

/** Where the supergraph says that a subgraph is. */
export interface SubgraphAddress {
  readonly name: string;
  readonly url: string;
}

/** An operation with everything that is known of it before it has variables. */
export interface PlannedOperation {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly context: ReturnType<typeof buildOperationContext>;
  readonly plan: QueryPlan;
}

/** Plans hold their documents: a stranger's longest ones must fit into memory as often as this. */
const rememberedPlans = 1_000;

/**
 * Everything that follows from one supergraph: schemas, planner, sources and the plans made so far. It is built whole,
 * never changed, and exchanged for another; a request that has begun on one ends on it.
 */
export class SupergraphState {
  /** SHA-256 of the supergraph's text, in hexadecimal. */
  readonly id: string;
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly apiSchema: Schema;
  /** The subgraphs, as the supergraph names them, and what asks each. */
  readonly subgraphs: readonly SubgraphAddress[];
  readonly sources: readonly SubgraphSource[];
  /** Whether all sources can be asked in isomorphic strings. */
  readonly isIsomorphic: boolean;
  /** Whether all sources can be asked for texts. */
  readonly givesTexts: boolean;
  /** The queries that were answered on it before. */
  readonly answered = new KnownOperations();
  /** The fields that plans may select without having been asked. */
  readonly #reservedNames: ReadonlySet<string>;
  readonly #ownNames = new WeakMap<DocumentNode, OwnNames | null>();
  readonly #planner: Planner;
  readonly #plans: LRU<PlannedOperation> = lru(rememberedPlans);
  readonly #sourceByName: ReadonlyMap<string, SubgraphSource>;

  /** @throws Error when the text is no supergraph, or a subgraph of it has no source. */
  constructor(
    readonly sdl: string,
    sourceOf: (subgraph: SubgraphAddress) => SubgraphSource,
    private readonly meter?: PlanCacheMeter,
  ) {
    this.id = createHash('sha256').update(sdl).digest('hex');
    const definition = resolvableKeysFirst(parse(sdl, { noLocation: true }));
    const planned = withFieldsForArguments(definition);
    this.#reservedNames = reservedNames(planned.definition);
    const supergraph = Supergraph.build(definition, { validateSupergraph: true });
    this.apiSchema = supergraph.apiSchema();
    const directives = new ExecutableDirectives(supergraph.schema, this.apiSchema);
    this.schema = this.apiSchema.toGraphQLJSSchema();
    this.supergraphSchema = supergraph.schema.toGraphQLJSSchema();
    const planners = planned.given.size
      ? Supergraph.build(planned.definition, { validateSupergraph: true })
      : supergraph;
    const { apiSchema } = this;
    this.#planner = apolloPlanner(planners, { apiSchema, directives, given: planned.given });
    this.subgraphs = supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url }));
    this.sources = this.subgraphs.map(sourceOf);
    this.isIsomorphic = this.sources.every(({ executeIsomorphic }) => executeIsomorphic);
    this.givesTexts = this.sources.every(({ executeText }) => executeText);
    this.#sourceByName = new Map(this.sources.map((source) => [source.name, source]));
  }

  /** @throws Error when the supergraph has no subgraph of that name. */
  source(name: string): SubgraphSource {
    const source = this.#sourceByName.get(name);
    if (!source) throw new Error(`The supergraph has no subgraph ${name}`);
    return source;
  }

  /** How many plans are remembered. */
  get rememberedPlans(): number {
    return this.#plans.size;
  }

  /** Notes that a plan was found which is kept elsewhere, with its operation. */
  planFound(): void {
    this.meter?.hit();
  }

  /** The names under which a document is to be planned, where its own would stand in a plan's way. */
  ownNames(document: DocumentNode): OwnNames | undefined {
    let known = this.#ownNames.get(document);
    if (known === undefined) {
      known = withOwnNames(document, this.#reservedNames) ?? null;
      this.#ownNames.set(document, known);
    }
    return known ?? undefined;
  }

  /**
   * Plans one operation of a document that is valid on `schema`; one that was planned before costs a look-up by `hash`,
   * which is the SHA-256 of its text.
   * @throws GraphQLError when the document does not name one operation, or cannot be planned.
   */
  plan(hash: string, document: DocumentNode, operationName: string | undefined): PlannedOperation {
    const key = operationName ? `${hash} ${operationName}` : hash;
    const known = this.#plans.get(key);
    if (known) {
      this.meter?.hit();
      return known;
    }
    const startedAt = performance.now();
    const context = buildOperationContext({
      schema: this.schema,
      operationDocument: document,
      operationName,
    });
    const plan = this.#planner.plan(document, operationName);
    const planned = { document, definition: context.operation, context, plan };
    this.#plans.set(key, planned);
    this.meter?.miss((performance.now() - startedAt) / 1_000);
    this.meter?.holds(this.#plans.size);
    return planned;
  }
}
