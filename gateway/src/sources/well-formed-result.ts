import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';

/** How many errors of one answer are told: each has work to do, and a subgraph may write as many as it likes. */
const mostErrors = 1_000;

type Path = readonly (string | number)[];

/**
 * Reads what a subgraph answered as a GraphQL result (specification, section 7.1), whoever wrote the subgraph: errors that are
 * none get a message, a path that leads nowhere in the request is left out.
 * @param asked how many entities were asked for, where the request was for some
 * @returns undefined where it is no result, or has not an object or null for each entity.
 */
export function wellFormedResult(
  answer: unknown,
  asked: number | undefined,
): FormattedExecutionResult | undefined {
  if (!isObject(answer) || !('data' in answer || 'errors' in answer)) return undefined;
  const { data = null, errors = null } = answer;
  if (!isObject(data) && data !== null) return undefined;
  if (!Array.isArray(errors) && errors !== null) return undefined;
  if (!errors?.length) {
    // Nothing, and no word of why: not what a GraphQL server says.
    if (!data || !hasEntities(data, asked)) return undefined;
    return answer.errors === undefined ? (answer as FormattedExecutionResult) : { data };
  }
  return {
    ...answer,
    ...(answer.data !== undefined && { data: data && hasEntities(data, asked) ? data : null }),
    errors: errors.slice(0, mostErrors).map((error) => wellFormedError(error, asked)),
  };
}

function hasEntities({ _entities: entities }: Record<string, unknown>, asked: number | undefined): boolean {
  if (asked === undefined) return true;
  return (
    Array.isArray(entities) &&
    entities.length === asked &&
    entities.every((entity) => entity === null || isObject(entity))
  );
}

function wellFormedError(error: unknown, asked: number | undefined): GraphQLFormattedError {
  const given = isObject(error) ? error : {};
  const { message, path, extensions } = given;
  return {
    message: typeof message === 'string' ? message : 'A subgraph told of an error without a message',
    ...(isPath(path) && leadsSomewhere(path, asked) && { path }),
    ...(isObject(extensions) && { extensions }),
  };
}

function isPath(path: unknown): path is Path {
  return Array.isArray(path) && path.every((step) => typeof step === 'string' || Number.isSafeInteger(step));
}

/** The path of an error at an entity begins with the entity's place in the request. */
function leadsSomewhere([root, index]: Path, asked: number | undefined): boolean {
  return (
    asked === undefined || (root === '_entities' && typeof index === 'number' && index >= 0 && index < asked)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
