import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '@ketqua/platform';
import type { RequestHandler, Response } from 'express';
import type { Metrics } from '../observation/metrics.js';
import type { RequestContext } from './request-context.js';

/** What the log may say of a request: names and codes, never variables. */
export interface RequestOutcome {
  requestId?: string;
  viewer?: string;
  operation?: string;
  kind?: string;
  codes?: readonly unknown[];
}

/** The outcome that a response's log line will tell. */
export function outcomeOf(response: Response): RequestOutcome {
  response.locals.outcome ??= {};
  return response.locals.outcome as RequestOutcome;
}

/** Counts each request and writes one line of it, also where it was refused before GraphQL. */
export function requestLog(log: Logger, metrics: Metrics): RequestHandler {
  return (_request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const outcome = outcomeOf(response);
      metrics.requests++;
      if (outcome.codes?.length || response.statusCode >= 400) metrics.failedRequests++;
      const milliseconds = Math.round(performance.now() - startedAt);
      log.info({ ...outcome, status: response.statusCode, milliseconds }, 'request');
    });
    next();
  };
}

/** Notes what Apollo Server knows of a request. */
export const operationOutcome: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue: { outcome }, operation, operationName, response: { body } }) {
        if (operationName) outcome.operation = operationName;
        if (operation) outcome.kind = operation.operation;
        const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
        if (errors?.length) outcome.codes = [...new Set(errors.map(({ extensions }) => extensions?.code))];
      },
    };
  },
};
