import type { Caller, Logger, Operation } from '@ketqua/platform';
import {
  type FieldNode,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  Kind,
  parse,
} from 'graphql';
import type { Patience, SubgraphSource } from './subgraph-source.js';
import { uniqueFetch } from './unique-representations.js';

type Answer = FormattedExecutionResult<Record<string, unknown>>;

/** Who asks, and for how long they wait. */
export interface Asking {
  readonly caller: Caller;
  readonly patience?: Patience | undefined;
  /** Whether strings are isomorphic, in what is asked and in the data of the answer. */
  readonly isIsomorphic?: boolean;
}

/** Asks a subgraph, each entity once. Where it does not answer there are errors with paths, and no data. */
export async function askSubgraph(
  source: SubgraphSource,
  operation: Operation,
  { caller, patience, isIsomorphic }: Asking,
  log: Logger,
): Promise<Answer> {
  const unique = uniqueFetch(operation);
  try {
    const asked = unique?.operation ?? operation;
    const answer = isIsomorphic
      ? await source.executeIsomorphic!(asked, caller, patience)
      : await source.execute(asked, caller, patience);
    return (unique ? unique.repeated(answer as Answer) : answer) as Answer;
  } catch (error) {
    // Clients come and go as they like: that is no fault, and must not fill the log.
    const isGivenUp = patience?.signal?.aborted === true;
    log[isGivenUp ? 'debug' : 'error']({ subgraph: source.name, error }, 'a subgraph did not answer');
    return { data: null, errors: unavailable(operation) };
  }
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
