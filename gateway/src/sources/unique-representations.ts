import type { Operation } from '@ketqua/platform';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';

type Answer = Omit<FormattedExecutionResult<Record<string, unknown>>, 'extensions'>;

/** A fetch of entities in which each stands once. */
export interface UniqueFetch {
  readonly operation: Operation;
  /** Gives each entity back as often as it was asked for, and its errors with it. */
  repeated(answer: Answer): Answer;
}

/** Leaves out entities that a fetch asks for more than once; undefined where there are none. */
export function uniqueFetch(operation: Operation): UniqueFetch | undefined {
  const representations = operation.variables?.representations;
  if (!Array.isArray(representations) || representations.length < 2) return undefined;
  const unique: unknown[] = [];
  const known = new Map<string, number>();
  const places = representations.map((representation) => {
    const key = keyOf(representation as Record<string, unknown>);
    let place = known.get(key);
    if (place === undefined) {
      place = unique.push(representation) - 1;
      known.set(key, place);
    }
    return place;
  });
  if (unique.length === representations.length) return undefined;
  return {
    operation: { ...operation, variables: { ...operation.variables, representations: unique } },
    repeated: (answer) => repeat(answer, places),
  };
}

/** Most entities have a type and one key, and need no serialization to be told apart. */
function keyOf(representation: Record<string, unknown>): string {
  const { __typename, id, ...others } = representation;
  for (const _ in others) return JSON.stringify(representation);
  return typeof id === 'string' ? `${__typename as string} ${id}` : JSON.stringify(representation);
}

function repeat(answer: Answer, places: readonly number[]): Answer {
  const { data, errors } = answer;
  const entities = data?._entities;
  return {
    ...answer,
    ...(Array.isArray(entities) && {
      data: { ...data, _entities: places.map((place) => entities[place] as unknown) },
    }),
    ...(errors && { errors: errors.flatMap((error) => repeatError(error, places)) }),
  };
}

function repeatError(error: GraphQLFormattedError, places: readonly number[]): GraphQLFormattedError[] {
  const [root, at, ...below] = error.path ?? [];
  if (root !== '_entities' || typeof at !== 'number') return [error];
  return places.flatMap((place, index) =>
    place === at ? [{ ...error, path: ['_entities', index, ...below] }] : [],
  );
}
