import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { anonymous, type Caller, type Logger } from '@ketqua/platform';
import type { SupergraphState } from '../supergraph/supergraph-state.js';
import { askSubgraph } from './ask-subgraph.js';
import type { SubgraphSource } from './subgraph-source.js';

type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** A source as Apollo's query plans call it. What it cannot fetch becomes errors with paths, and no data. */
export class SubgraphDataSource implements GraphQLDataSource {
  constructor(
    private readonly source: SubgraphSource,
    private readonly log: Logger,
  ) {}

  async process({ request, context }: GraphQLDataSourceProcessOptions): Promise<Response> {
    const { query = '', variables, operationName } = request;
    return askSubgraph(
      this.source,
      { query, variables, operationName },
      { caller: callerIn(context), patience: context.patience },
      this.log,
    );
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
