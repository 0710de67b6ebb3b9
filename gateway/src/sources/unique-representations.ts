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
  const knownIds = new Map<string, number>();
  const type = (representations[0] as Representation).__typename;
  const places = new Array<number>(representations.length);
  for (let index = 0; index < places.length; index++) {
    const representation = representations[index] as Representation;
    const id = representation.__typename === type ? idAlone(representation) : undefined;
    const seen = id === undefined ? known : knownIds;
    const key = id ?? JSON.stringify(representation);
    let place = seen.get(key);
    if (place === undefined) {
      place = unique.push(representation) - 1;
      seen.set(key, place);
    }
    places[index] = place;
  }
  if (unique.length === representations.length) return undefined;
  return {
    operation: { ...operation, variables: { ...operation.variables, representations: unique } },
    repeated: (answer) => repeat(answer, places),
  };
}

type Representation = Readonly<Record<string, unknown>>;

/** Most entities have a type and one key, and need no serialization to be told apart. */
function idAlone(representation: Representation): string | undefined {
  const { id } = representation;
  if (typeof id !== 'string') return undefined;
  for (const name in representation) if (name !== 'id' && name !== '__typename') return undefined;
  return id;
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
