import type { Caller, Logger, Operation } from '@ketqua/platform';
import {
  type FieldNode,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  Kind,
  parse,
} from 'graphql';
import { isomorphicBody } from './isomorphic.js';
import type { Patience, SubgraphSource, TextAnswer } from './subgraph-source.js';
import { uniqueFetch } from './unique-representations.js';

type Answer = FormattedExecutionResult<Record<string, unknown>>;

/** Who asks, and for how long they wait. */
export interface Asking {
  readonly caller: Caller;
  readonly patience?: Patience | undefined;
  /** Whether strings are isomorphic, in what is asked and in the data of the answer. */
  readonly isIsomorphic?: boolean;
  /** What was answered to whom `askForText` asked; the same is not asked again. */
  readonly answered?: AnsweredTexts;
}

/** The answers of subgraphs to bodies that they were sent, few in one request; an error stands for what was not answered. */
export type AnsweredTexts = {
  readonly source: SubgraphSource;
  readonly body: string;
  readonly answer: TextAnswer | Error;
}[];

/** Asks a subgraph, each entity once. Where it does not answer there are errors with paths, and no data. */
export async function askSubgraph(
  source: SubgraphSource,
  operation: Operation,
  asking: Asking,
  log: Logger,
): Promise<Answer> {
  const unique = uniqueFetch(operation);
  const { caller, patience } = asking;
  try {
    const asked = unique?.operation ?? operation;
    const answer = asking.isIsomorphic
      ? (answeredBefore(source, asked, asking) ?? (await source.executeIsomorphic!(asked, caller, patience)))
      : await source.execute(asked, caller, patience);
    return (unique ? unique.repeated(answer as Answer) : answer) as Answer;
  } catch (error) {
    // Clients come and go as they like: that is no fault, and must not fill the log.
    const isGivenUp = patience?.signal?.aborted === true;
    log[isGivenUp ? 'debug' : 'error']({ subgraph: source.name, error }, 'a subgraph did not answer');
    return { data: null, errors: unavailable(operation) };
  }
}

/** What a subgraph answered to `askForText`. @throws Error where it did not */
function answeredBefore(source: SubgraphSource, asked: Operation, { answered }: Asking): Answer | undefined {
  if (!answered?.length) return undefined;
  const body = isomorphicBody(asked);
  const answer = answered.find((each) => each.source === source && each.body === body)?.answer;
  if (answer instanceof Error) throw answer;
  return answer?.result() as Answer | undefined;
}

/**
 * Asks a subgraph for a text, which nobody has to read. Undefined where there is none: whoever asks the same of `askSubgraph` then
 * is given what was answered.
 */
export async function askForText(
  source: SubgraphSource,
  body: string,
  entities: number | undefined,
  { caller, patience, answered }: Asking,
): Promise<string | undefined> {
  let answer: TextAnswer | Error;
  try {
    answer = await source.executeText!(body, entities, caller, patience);
  } catch (error) {
    answer = error as Error;
  }
  answered?.push({ source, body, answer });
  return answer instanceof Error ? undefined : answer.text;
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
