import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import { type Logger, labOf } from '@ketqua/platform';
import express, { type ErrorRequestHandler, type RequestHandler, type Response, Router } from 'express';
import type { Authenticator } from '../authentication/authenticate.js';
import type { GatewaySettings } from '../gateway-settings.js';
import { limits } from '../limits/limits.js';
import type { RateLimits } from '../limits/rate-limits.js';
import type { Metrics } from '../observation/metrics.js';
import type { RequestContext } from '../operations/request-context.js';
import { outcomeOf, requestLog } from '../operations/request-log.js';
import type { TrustedDocuments } from '../operations/trusted-documents.js';
import type { Patience } from '../sources/subgraph-source.js';
import { holdsSubscription } from '../subscriptions/subscription-planner.js';
import { admissionOf, admit } from './admission.js';
import { asksForPage, sendPage } from './graphiql.js';
import { refuseFloods, refuseTheBusy } from './rate-refusals.js';
import { mediaTypeFor, refuse } from './refusal.js';
import { trustedDocument } from './trusted-document.js';

/** What stands behind the endpoint. */
interface EndpointParts {
  readonly server: ApolloServer<RequestContext>;
  readonly authenticator: Authenticator;
  readonly documents?: TrustedDocuments | undefined;
  readonly rateLimits?: RateLimits | undefined;
  readonly settings: GatewaySettings;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** POST /graphql (GraphQL over HTTP): admission, a bounded body, then Apollo Server. */
export function graphqlEndpoint(parts: EndpointParts): Router {
  const { server, authenticator, documents, rateLimits, settings, metrics, log } = parts;
  const router = Router();
  router.use(requestLog(log, metrics, settings.trustedProxies > 0));
  router.post(
    '/',
    refuseFloods(settings, rateLimits),
    admit(authenticator, settings),
    refuseTheBusy(rateLimits),
    boundedBody(),
    ...(documents ? [trustedDocument(documents)] : []),
    refuseSubscriptions,
    expressMiddleware(server, {
      context: async ({ res }) => {
        const { caller, keepsSessionInCookies } = admissionOf(res);
        return {
          caller,
          patience: patienceOf(res),
          keepsSessionInCookies,
          mediaType: mediaTypeFor(res.req),
          outcome: outcomeOf(res),
          setCookie: (cookie: string) => {
            res.append('set-cookie', cookie);
          },
        };
      },
    }),
  );
  router.all('/', (request, response) => {
    if (settings.graphiql && asksForPage(request)) return sendPage(response);
    response.setHeader('allow', 'POST');
    refuse(response, { status: 405, message: 'GraphQL is asked by POST', code: 'BAD_REQUEST' });
  });
  router.use(unreadableBody);
  return router;
}

/** How long all of a request may take, in milliseconds; a laboratory's file has a limit of its own. */
const longestRequest = 60_000;

/** The work for a client ends with its connection. */
function patienceOf(response: Response): Patience {
  const abort = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) abort.abort();
  });
  const isLab = labOf(admissionOf(response).caller.viewer) !== null;
  return { signal: abort.signal, ...(!isLab && { until: Date.now() + longestRequest }) };
}

function boundedBody(): RequestHandler {
  const sizes = [limits.body, limits.queueBody, limits.fileBody];
  const readers = new Map(sizes.map((limit) => [limit as number, express.json({ limit })]));
  return (request, response, next) => {
    const read = readers.get(admissionOf(response).bodyLimit)!;
    read(request, response, (error?: unknown) => {
      // Apollo Server wants a body, also where it was no JSON: it answers that with 400 itself.
      request.body ??= {};
      next(error);
    });
  };
}

const refuseSubscriptions: RequestHandler = (request, response, next) => {
  const query: unknown = request.body?.query;
  if (typeof query !== 'string' || !holdsSubscription(query)) return next();
  refuse(response, { status: 400, message: 'Subscriptions go over a WebSocket', code: 'BAD_REQUEST' });
};

/** A body that is too large or no JSON; what it holds is never told. */
const unreadableBody: ErrorRequestHandler = (error: { status?: unknown }, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error.status === 413) {
    return refuse(response, { status: 413, message: 'The request is too large', code: 'PAYLOAD_TOO_LARGE' });
  }
  if (typeof error.status === 'number' && error.status < 500) {
    return refuse(response, { status: 400, message: 'The body cannot be read as JSON', code: 'BAD_REQUEST' });
  }
  next(error);
};
