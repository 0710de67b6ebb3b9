import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { anonymous, type Caller, type Logger } from '@ketqua/platform';
import type { GraphQLSchema } from 'graphql';
import { isObjectName } from '../execution/type-conditions.js';
import type { SupergraphState } from '../supergraph/supergraph-state.js';
import { askSubgraph } from './ask-subgraph.js';
import type { SubgraphSource } from './subgraph-source.js';

type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** A source as Apollo's query plans call it. What it cannot fetch becomes errors with paths, and no data. */
export class SubgraphDataSource implements GraphQLDataSource {
  constructor(
    private readonly source: SubgraphSource,
    private readonly schema: GraphQLSchema,
    private readonly log: Logger,
  ) {}

  async process({ request, context }: GraphQLDataSourceProcessOptions): Promise<Response> {
    const { query = '', variables, operationName } = request;
    const answer = await askSubgraph(
      this.source,
      { query, variables, operationName },
      { caller: callerIn(context), patience: context.patience },
      this.log,
    );
    if (Array.isArray(answer.data?._entities)) forgetInterfaces(this.schema, answer.data._entities);
    return answer;
  }
}

/** Leaves it to whoever knows an entity to say its type: Apollo's executor would take an interface's name for that. */
function forgetInterfaces(schema: GraphQLSchema, entities: ({ __typename?: unknown } | null)[]): void {
  for (const entity of entities) {
    if (entity?.__typename && !isObjectName(schema, entity.__typename)) delete entity.__typename;
  }
}

const dataSources = new WeakMap<SupergraphState, Readonly<Record<string, GraphQLDataSource>>>();

/** The sources of a supergraph as Apollo's executor takes them. */
export function dataSourcesOf(
  state: SupergraphState,
  log: Logger,
): Readonly<Record<string, GraphQLDataSource>> {
  let known = dataSources.get(state);
  if (!known) {
    known = Object.fromEntries(
      state.sources.map((source) => [
        source.name,
        new SubgraphDataSource(source, state.supergraphSchema, log),
      ]),
    );
    dataSources.set(state, known);
  }
  return known;
}

/** The caller that travels in Apollo's context. */
function callerIn(context: { caller?: Caller }): Caller {
  return context.caller ?? { viewer: anonymous, locale: 'vi', address: '', requestId: '' };
}
