import type { ApolloServerPlugin } from '@apollo/server';
import { beginSpan, type HeldSpan, type Logger } from '@ketqua/platform';
import type { Exchange } from '../http/exchange.js';
import type { Metrics } from '../observation/metrics.js';
import type { RequestContext } from './request-context.js';

/** What the log may say of a request: names and codes, never variables. */
export interface RequestOutcome {
  requestId?: string;
  viewer?: string;
  operation?: string;
  kind?: string;
  codes?: readonly unknown[];
  /** It went on for as long as its reader wanted: that says nothing of how long requests take. */
  isStream?: boolean;
  /** What callers were given to ask about an error that was masked: the log has it beside the cause. */
  errorIds?: readonly unknown[];
}

/** How many masked errors of one request its line names. */
const toldErrors = 10;

/**
 * Counts a request when it is over and writes one line of it, also where it was refused before GraphQL. Gives the span in which
 * it is to be answered, where it is traced.
 */
export function logRequest(
  { request, response, outcome }: Exchange,
  log: Logger,
  metrics: Metrics,
  trustsTraces: boolean,
): HeldSpan | undefined {
  // What a stranger says of a trace could join anybody's requests: a proxy of ours is believed, nobody else.
  const { traceparent } = request.headers;
  const parent = trustsTraces && typeof traceparent === 'string' ? traceparent : undefined;
  const span = beginSpan({ name: 'request', kind: 'server' }, parent);
  const startedAt = performance.now();
  response.once('close', () => {
    const { kind, operation, codes = [], isStream = false } = outcome;
    const { statusCode: status } = response;
    const passed = performance.now() - startedAt;
    if (!isStream) metrics.requestEnded({ kind, operation, codes, status, seconds: passed / 1_000 });
    // A caller may name an operation as it likes: the log tells the names that the metrics do.
    const named = operation === undefined ? {} : { operation: metrics.operations.labelOf(operation) };
    if (span) endSpan(span, { ...outcome, ...named }, status);
    log.info({ ...outcome, ...named, status, milliseconds: Math.round(passed) }, 'request');
  });
  return span;
}

/** Tells a trace what the log tells of the request. */
function endSpan(
  span: HeldSpan,
  { requestId, kind, operation, codes }: RequestOutcome,
  status: number,
): void {
  if (kind) span.rename(operation ? `${kind} ${operation}` : kind);
  span.tell({
    'graphql.operation.type': kind,
    'graphql.operation.name': operation,
    'http.response.status_code': status,
    'ketqua.request_id': requestId,
  });
  if (codes?.length) span.fail(String(codes[0]));
  span.end();
}

/** Notes what Apollo Server knows of a request. */
export const operationOutcome: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue: { outcome }, operation, operationName, response: { body } }) {
        if (operationName) outcome.operation = operationName;
        if (operation) outcome.kind = operation.operation;
        const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
        if (!errors?.length) return;
        outcome.codes = [...new Set(errors.map(({ extensions }) => extensions?.code))];
        const ids = errors.map(({ extensions }) => extensions?.id).filter((id) => id !== undefined);
        if (ids.length) outcome.errorIds = ids.slice(0, toldErrors);
      },
    };
  },
};
