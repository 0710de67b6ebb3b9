import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '@ketqua/platform';
import type { Metrics } from '../observation/metrics.js';
import type { RequestContext } from './request-context.js';

/** One line for each request: the operation's name, how long it took, the codes of its errors; no variables. */
export function requestLog(log: Logger, metrics: Metrics): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      const startedAt = performance.now();
      return {
        async willSendResponse({ contextValue, operation, operationName, response }) {
          const { body } = response;
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          metrics.requests++;
          if (errors.length) metrics.failedRequests++;
          log.info(
            {
              requestId: contextValue.caller.requestId,
              operation: operationName ?? undefined,
              kind: operation?.operation,
              milliseconds: Math.round(performance.now() - startedAt),
              viewer: contextValue.caller.viewer.kind,
              ...(errors.length && { codes: [...new Set(errors.map(({ extensions }) => extensions?.code))] }),
            },
            'request',
          );
        },
      };
    },
  };
}
