import { ERRORS, errorCodeDef } from '@apollo/federation-internals';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Place } from './response-path.js';

/**
 * An error of a subgraph, told at its place in the whole response and with the subgraph's name; one without a code is a
 * DOWNSTREAM_SERVICE_ERROR.
 */
export function subgraphError(
  error: GraphQLFormattedError,
  serviceName: string,
  path: Place | undefined,
): GraphQLError {
  const message = error.message || `Error while fetching subquery from service "${serviceName}"`;
  const code = error.extensions?.code;
  // A code of Federation's own says how it is told; an unknown one is kept.
  const definition = typeof code === 'string' ? errorCodeDef(code) : undefined;
  const finalCode = definition?.code ?? (code || ERRORS.DOWNSTREAM_SERVICE_ERROR.code);
  return new GraphQLError(message, {
    originalError: error as unknown as Error,
    path,
    extensions: { ...error.extensions, serviceName, code: finalCode },
  });
}
