import { ApolloGateway, type SupergraphManager } from '@apollo/gateway';
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import type { Logger } from '@ketqua/platform';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { withCompletionErrors } from '../answers/completion-errors.js';
import { withAskedNames } from '../answers/own-names.js';
import { type ExecutedRequest, type Execution, executeOperation } from '../execution/execute-operation.js';
import { apolloLogger } from '../observation/apollo-logger.js';
import { SubgraphDataSource } from '../sources/subgraph-data-source.js';
import type { SupergraphState } from './supergraph-state.js';
import type { Supergraphs } from './supergraphs.js';

type Executor = ApolloGateway['executor'];

/**
 * Apollo's gateway over the supergraph in force, with an executor of our own. A request is executed on the supergraph
 * whose schema it was validated on, also where another has been loaded since.
 */
export class LabGateway extends ApolloGateway {
  readonly #states = new WeakMap<GraphQLSchema, SupergraphState>();
  readonly #supergraphs: Supergraphs;

  constructor(supergraphs: Supergraphs, execution: Execution, log: Logger) {
    super({
      supergraphSdl: following(supergraphs),
      logger: apolloLogger(log),
      buildService({ name }) {
        const { current } = supergraphs;
        return new SubgraphDataSource(current.source(name), current.supergraphSchema, log);
      },
    });
    this.#supergraphs = supergraphs;
    // Registered before Apollo Server's own listener: the first request on a schema finds its state.
    this.onSchemaLoadOrUpdate(({ apiSchema }) => this.#states.set(apiSchema, supergraphs.current));
    this.executor = ((request) => this.#execute(request as ExecutedRequest, execution, log)) as Executor;
  }

  /** Tells of the schema that clients see: Apollo's has no directives for documents (executable-directives.ts). */
  override onSchemaLoadOrUpdate(callback: Parameters<ApolloGateway['onSchemaLoadOrUpdate']>[0]) {
    return super.onSchemaLoadOrUpdate((loaded) =>
      callback({ ...loaded, apiSchema: this.#supergraphs.current.schema }),
    );
  }

  async #execute(
    request: ExecutedRequest,
    execution: Execution,
    log: Logger,
  ): Promise<GatewayExecutionResult> {
    const state = this.#stateOf(request.schema);
    const { known } = request.context;
    // It was answered already, unless another supergraph has been loaded in between.
    if (known?.state === state) return told(known.result, state, request.document, request);
    const own = state.ownNames(request.document);
    const planned = own ? { ...request, document: own.document } : request;
    const result = await executeOperation(state, planned, { execution, log, remembers: !own });
    const answer = told(result, state, planned.document, request);
    return own ? withAskedNames(answer, own) : answer;
  }

  #stateOf(schema: GraphQLSchema): SupergraphState {
    return this.#states.get(schema) ?? this.#supergraphs.current;
  }
}

function told(
  result: GatewayExecutionResult,
  state: SupergraphState,
  document: DocumentNode,
  { request: { operationName } }: ExecutedRequest,
): GatewayExecutionResult {
  return withCompletionErrors(result, state, { document, operationName });
}

/** Hands Apollo each supergraph only once it has been built as a whole. */
function following(supergraphs: Supergraphs): SupergraphManager {
  return {
    async initialize({ update }) {
      const cleanup = supergraphs.onLoad(({ sdl }) => update(sdl));
      return { supergraphSdl: supergraphs.current.sdl, cleanup: async () => cleanup() };
    },
  };
}
