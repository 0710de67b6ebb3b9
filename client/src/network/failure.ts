import type { CombinedError } from '@urql/core';

/** A problem as a person sees it: a code for the help desk, the server's own sentence, a wait in seconds. */
export interface Failure {
  code: string;
  message?: string;
  retryAfter?: number;
}

/** The codes that an operation failed with: those of the API, or NETWORK. */
export function failureCodes(error: CombinedError): string[] {
  if (error.networkError) return [error.response?.status === 401 ? 'UNAUTHENTICATED' : 'NETWORK'];
  return error.graphQLErrors.map(({ extensions }) =>
    typeof extensions.code === 'string' ? extensions.code : 'UNFORESEEN',
  );
}

/** The first failure of an operation, ready to be shown. */
export function failureOf(error: CombinedError): Failure {
  const retryAfter = error.graphQLErrors[0]?.extensions.retryAfter;
  return {
    code: failureCodes(error)[0] ?? 'UNFORESEEN',
    retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
  };
}
