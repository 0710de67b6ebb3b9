import { randomUUID } from 'node:crypto';
import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Logger } from '@ketqua/platform';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import helmet from 'helmet';
import { developmentMessages } from './development-messages.js';
import { asksForPage, graphiql, sendPage } from './graphiql.js';
import { type EndpointParts, graphqlEndpoint, isForGraphql } from './graphql-endpoint.js';
import { healthEndpoints } from './health.js';
import { readHead } from './request-head.js';
import { trustBundle } from './trust-bundle.js';
import { webApp } from './web-app.js';
import { webhooks } from './webhooks.js';

/** Everything that the gateway answers over HTTP. */
export function httpApp(parts: EndpointParts): RequestListener {
  const { supergraphs, metrics, draining, settings, log } = parts;
  // A subgraph of somebody else's may be called as one of ours: what only ours answers is not opened to it.
  const sources = settings.isGuarded ? supergraphs.current.sources : [];
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  const security = securityHeaders(settings.isProduction);
  app.use(security);
  if (settings.graphiql) {
    app.use('/graphiql', graphiql());
    app.get('/graphql', (_request, response) => sendPage(response));
  }
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
  const headers = writtenBy(security);
  const endpoint = graphqlEndpoint(parts, headers);
  return (request, response) => {
    if (!readHead(request)) return refuseHead(response, headers);
    const isPage = settings.graphiql === true && asksForPage(request);
    if (isForGraphql(request) && !isPage) endpoint(request, response);
    else app(request as never, response as never, () => refuseHead(response, headers));
  };
}

/** Answers what names no place of ours: for what is no address Express finds no way, not even to those who have the last word. */
function refuseHead(response: ServerResponse, headers: readonly string[]): void {
  response.writeHead(400, [...headers, 'content-type', 'application/json; charset=utf-8']);
  response.end('{"status":"no address"}');
}

/** The headers that handlers write, whatever is asked: names and values in turn. */
function writtenBy(handlers: readonly RequestHandler[]): string[] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  for (const handler of handlers) handler(request as never, response as never, () => undefined);
  return Object.entries(response.getHeaders()).flatMap(([name, value]) => [name, String(value)]);
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
function securityHeaders(isProduction: boolean): RequestHandler[] {
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
    (_request, response, next) => {
      response.setHeader('permissions-policy', 'camera=(self), geolocation=(), microphone=()');
      next();
    },
  ];
}
