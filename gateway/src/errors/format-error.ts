import { type Logger, maskError, withoutValues } from '@ketqua/platform';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Codes of the gateway's own that a client may see. */
const gatewayCodes = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'OPERATION_TOO_COSTLY',
  'TOO_MANY_SUBSCRIPTIONS',
  'SUBSCRIPTIONS_ONLY',
  'DOCUMENT_NOT_TRUSTED',
  'RATE_LIMITED',
  'STREAM_INTERRUPTED',
  'SUBGRAPH_UNAVAILABLE',
  'INVALID_SUBGRAPH_ANSWER',
  'OPERATION_NOT_PLANNABLE',
]);

/**
 * What leaves the house of an error. A subgraph's has been masked there: it keeps message, path and code, and
 * loses the subgraph's name. The gateway's own keep their code and no value; whatever was not foreseen is masked.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Logger,
): GraphQLFormattedError {
  const { serviceName, code, retryAfter, id } = formatted.extensions ?? {};
  const isForeseen = typeof code === 'string' && (serviceName !== undefined || gatewayCodes.has(code));
  if (!isForeseen) return maskError(formatted, error, log);
  return {
    message: withoutLiterals(withoutValues(formatted.message)),
    ...(formatted.locations && serviceName === undefined && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
    extensions: {
      code,
      ...(retryAfter !== undefined && { retryAfter }),
      ...(id !== undefined && { id }),
    },
  };
}

/** Formats the errors of a result that did not come through Apollo Server. */
export function formatErrors(
  errors: readonly (GraphQLError | GraphQLFormattedError)[],
  log: Logger,
): GraphQLFormattedError[] {
  return errors.map((error) => {
    const formatted = error instanceof GraphQLError ? error.toJSON() : error;
    return formatError(formatted, error, log);
  });
}

/** graphql-js tells names of the schema that are like a wrong one. Where nobody may read the schema, they are left out. */
export function withoutSuggestions(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ ?Did you mean .*\?$/s, '');
  if (message === error.message) return error;
  const { nodes, source, positions, path, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

/** graphql-js quotes literals of the document, which may be personal: a phone, a name, a date of birth. */
export function withoutLiterals(message: string): string {
  return message
    .replace(/\b(Name|String|BlockString|Int|Float) "(?:[^"\\]|\\.)*"/g, '$1')
    .replace(/(?<=\bfound |\bcannot represent [^:]*: ).*$/s, 'another value.');
}
