import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import type { Logger } from '@ketqua/platform';
import express, { type ErrorRequestHandler, type Express } from 'express';
import helmet from 'helmet';
import type { Authenticator } from '../authentication/authenticate.js';
import type { GatewaySettings } from '../gateway-settings.js';
import type { RateLimits } from '../limits/rate-limits.js';
import type { Metrics } from '../observation/metrics.js';
import type { RequestContext } from '../operations/request-context.js';
import type { TrustedDocuments } from '../operations/trusted-documents.js';
import type { Supergraphs } from '../supergraph/supergraphs.js';
import { developmentMessages } from './development-messages.js';
import type { Draining } from './draining.js';
import { graphiql } from './graphiql.js';
import { graphqlEndpoint } from './graphql-endpoint.js';
import { healthEndpoints } from './health.js';
import { trustBundle } from './trust-bundle.js';
import { webApp } from './web-app.js';
import { webhooks } from './webhooks.js';

/** What stands behind the gateway's HTTP door. */
export interface HttpParts {
  readonly server: ApolloServer<RequestContext>;
  readonly authenticator: Authenticator;
  readonly documents?: TrustedDocuments | undefined;
  readonly rateLimits?: RateLimits | undefined;
  readonly supergraphs: Supergraphs;
  readonly metrics: Metrics;
  readonly draining: Draining;
  readonly settings: GatewaySettings;
  readonly log: Logger;
}

/** Everything that the gateway answers over HTTP. */
export function httpApp(parts: HttpParts): Express {
  const { supergraphs, metrics, draining, settings, log } = parts;
  // A subgraph of somebody else's may be called as one of ours: what only ours answers is not opened to it.
  const sources = settings.isGuarded ? supergraphs.current.sources : [];
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(securityHeaders(settings.isProduction));
  if (settings.graphiql) app.use('/graphiql', graphiql());
  app.use('/graphql', draining.counted(), graphqlEndpoint(parts));
  const now = () => supergraphs.current.sources;
  app.use(healthEndpoints({ sources: now, metrics, settings, ending: draining.signal }));
  app.use(draining.counted());
  const citizens = sources.find(({ name }) => name === 'citizens');
  if (citizens) app.use('/webhooks', webhooks(citizens, settings.trustedProxies, log));
  const results = sources.find(({ name }) => name === 'results');
  if (results) app.use('/trust-bundle', trustBundle(results, settings.trustedProxies, log));
  if (settings.developmentMessages && citizens) app.get('/dev/messages', developmentMessages(citizens));
  if (settings.webRoot) app.use(webApp(settings.webRoot));
  app.use((_request, response) => {
    response.status(404).json({ status: 'not found' });
  });
  app.use(failed(log));
  return app;
}

function failed(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const id = randomUUID();
    log.error({ id, error }, 'a request failed');
    if (response.headersSent) return;
    const extensions = { code: 'INTERNAL_SERVER_ERROR', id };
    response.status(500).json({ errors: [{ message: 'Something went wrong on our side', extensions }] });
  };
}

/** A page of ours runs our code only, and nobody frames it; the scanner needs wasm and the camera. */
function securityHeaders(isProduction: boolean) {
  const self = "'self'";
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: [self],
        scriptSrc: [self, "'wasm-unsafe-eval'"],
        styleSrc: [self, "'unsafe-inline'"],
        imgSrc: [self, 'data:', 'blob:'],
        mediaSrc: [self, 'blob:'],
        workerSrc: [self, 'blob:'],
        connectSrc: [self, 'ws:', 'wss:'],
        fontSrc: [self],
        objectSrc: ["'none'"],
        baseUri: [self],
        formAction: [self],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isProduction,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  return [
    headers,
    ((_request, response, next) => {
      response.setHeader('permissions-policy', 'camera=(self), geolocation=(), microphone=()');
      next();
    }) as express.RequestHandler,
  ];
}
