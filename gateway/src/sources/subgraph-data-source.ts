import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { anonymous, type Caller, type Logger, type Operation } from '@ketqua/platform';
import { type FieldNode, type GraphQLFormattedError, Kind, parse } from 'graphql';
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
      return await this.source.execute(operation, callerIn(context));
    } catch (error) {
      this.log.error({ subgraph: this.source.name, error }, 'a subgraph did not answer');
      return { data: null, errors: unavailable(operation) };
    }
  }
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
