import type { Logger, Operation } from '@ketqua/platform';
import { type FormattedExecutionResult, GraphQLError } from 'graphql';
import { type Context, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import type { Authenticator } from '../authentication/authenticate.js';
import { callerOf } from '../authentication/caller.js';
import { credentialsIn } from '../authentication/credentials.js';
import { formatErrors, withoutSuggestions } from '../errors/format-error.js';
import type { GatewaySettings } from '../gateway-settings.js';
import { limits } from '../limits/limits.js';
import type { RateLimits } from '../limits/rate-limits.js';
import type { Metrics } from '../observation/metrics.js';
import type { TrustedDocuments } from '../operations/trusted-documents.js';
import type {
  FederatedSubscriptions,
  PlannedSubscription,
} from '../subscriptions/federated-subscriptions.js';
import { closeCodes, type SocketSession } from './socket-session.js';

type Extra = SocketSession & Record<PropertyKey, unknown>;
type SocketContext = Context<Record<string, unknown>, Extra>;

/** What answers on a socket. */
export interface ProtocolParts {
  readonly authenticator: Authenticator;
  readonly documents?: TrustedDocuments | undefined;
  readonly rateLimits?: RateLimits | undefined;
  readonly subscriptions: FederatedSubscriptions;
  readonly settings: GatewaySettings;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** graphql-transport-ws as the gateway speaks it: subscriptions only, judged and planned before they open. */
export function subscriptionProtocol(parts: ProtocolParts): Server<Extra> {
  const { subscriptions, metrics, log } = parts;
  return makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: limits.connectionInit,
    onConnect: (context) => connect(context, parts),
    onSubscribe(context, _id, payload) {
      const planned = prepare(context, payload, parts);
      if (!('plan' in planned)) {
        return parts.settings.introspection ? planned : planned.map(withoutSuggestions);
      }
      return {
        schema: planned.plan.state.schema,
        document: planned.plan.planned.document,
        ...named(payload),
        contextValue: planned,
      };
    },
    async subscribe({ contextValue }) {
      const planned = contextValue as PlannedSubscription;
      const result = await subscriptions.open(planned);
      log.info(
        {
          requestId: planned.caller.requestId,
          operation: planned.plan.planned.definition.name?.value,
          kind: 'subscription',
          viewer: planned.caller.viewer.kind,
        },
        Symbol.asyncIterator in result ? 'subscription opened' : 'subscription refused',
      );
      // Their errors are formatted already; graphql-ws types them as they are before that.
      return (Symbol.asyncIterator in result ? counted(result, metrics) : result) as AsyncGenerator<never>;
    },
    onNext: (_context, _id, _payload, _args, result) => {
      metrics.deliveredEvents++;
      return result as never;
    },
    onError: (_context, _id, _payload, errors) => formatErrors(errors as readonly GraphQLError[], log),
  });
}

async function connect({ extra, connectionParams }: SocketContext, parts: ProtocolParts): Promise<boolean> {
  const { authenticator } = parts;
  const credentials = credentialsIn(extra.request.headers, authorizationIn(connectionParams, extra));
  const { outcome, viewer, claims } = await authenticator.authenticate(credentials);
  if (viewer) {
    extra.begin(viewer, claims);
    return true;
  }
  if (outcome === 'expired') extra.close(closeCodes.expired, 'The access token has expired');
  else extra.close(closeCodes.invalid, 'The access token is not valid');
  return false;
}

/** A page cannot set headers on a socket, so the init message may carry what the header would. */
function authorizationIn(params: Record<string, unknown> | undefined, { request }: Extra): unknown {
  return params?.authorization ?? params?.Authorization ?? request.headers.authorization;
}

function prepare(
  { subscriptions: open, extra }: SocketContext,
  payload: SubscribePayload,
  { subscriptions, documents, rateLimits, settings }: ProtocolParts,
): PlannedSubscription | readonly GraphQLError[] {
  if (Object.keys(open).length > limits.subscriptionsPerSocket) {
    return [
      new GraphQLError(`A socket may hold at most ${limits.subscriptionsPerSocket} subscriptions`, {
        extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
      }),
    ];
  }
  const caller = callerOf(extra.request, extra.viewer!, { trustedProxies: settings.trustedProxies });
  const refusal = rateLimits?.fromAddress(caller.address) ?? rateLimits?.ofViewer(caller.viewer);
  if (refusal) return [refusal];
  const text = documents?.textOf(payload, caller.viewer) ?? payload.query;
  if (text instanceof GraphQLError) return [text];
  const operation: Operation = {
    query: text,
    variables: payload.variables ?? undefined,
    operationName: payload.operationName ?? undefined,
  };
  return subscriptions.prepare(operation, caller);
}

function named({ operationName }: SubscribePayload): { operationName?: string } {
  return operationName ? { operationName } : {};
}

/** Counts a stream for as long as it is open. */
function counted(
  stream: AsyncGenerator<FormattedExecutionResult>,
  metrics: Metrics,
): AsyncGenerator<FormattedExecutionResult> {
  let isOpen = true;
  metrics.openSubscriptions++;
  const end = () => {
    if (isOpen) metrics.openSubscriptions--;
    isOpen = false;
  };
  return {
    async next() {
      const step = await stream.next();
      if (step.done) end();
      return step;
    },
    return: (value) => stream.return(value).finally(end),
    throw: (error) => stream.throw(error).finally(end),
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return(undefined);
    },
  };
}
