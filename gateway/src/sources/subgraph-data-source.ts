import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { anonymous, type Caller, type Logger, type Operation } from '@ketqua/platform';
import { type FieldNode, type GraphQLFormattedError, Kind, parse } from 'graphql';
import type { SupergraphState } from '../supergraph/supergraph-state.js';
import type { SubgraphSource } from './subgraph-source.js';

type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** A source as Apollo's query plans call it. What it cannot fetch becomes errors with paths, and no data. */
export class SubgraphDataSource implements GraphQLDataSource {
  constructor(
    private readonly source: SubgraphSource,
    private readonly log: Logger,
  ) {}

  async process({ request, context }: GraphQLDataSourceProcessOptions): Promise<Response> {
    const operation: Operation = {
      query: request.query ?? '',
      variables: request.variables,
      operationName: request.operationName,
    };
    try {
      return await this.source.execute(operation, callerIn(context), context.patience);
    } catch (error) {
      this.log.error({ subgraph: this.source.name, error }, 'a subgraph did not answer');
      return { data: null, errors: unavailable(operation) };
    }
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
      state.sources.map((source) => [source.name, new SubgraphDataSource(source, log)]),
    );
    dataSources.set(state, known);
  }
  return known;
}

/** The caller that travels in Apollo's context. */
function callerIn(context: { caller?: Caller }): Caller {
  return context.caller ?? { viewer: anonymous, locale: 'vi', address: '', requestId: '' };
}

const toldEntities = 20;

/** One error for each field, or each of the first entities, that could not be had. */
function unavailable({ query, variables }: Operation): GraphQLFormattedError[] {
  const representations = variables?.representations;
  const paths = Array.isArray(representations)
    ? representations.slice(0, toldEntities).map((_, index) => ['_entities', index])
    : rootFields(query).map((name) => [name]);
  return paths.map((path) => ({
    message: 'This part cannot be reached at the moment',
    path,
    extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
  }));
}

function rootFields(query: string): string[] {
  return parse(query)
    .definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
    )
    .filter((selection): selection is FieldNode => selection.kind === Kind.FIELD)
    .map(({ alias, name }) => (alias ?? name).value);
}
