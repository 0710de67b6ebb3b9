import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import { type Logger, labOf } from '@ketqua/platform';
import type { Authenticator } from '../authentication/authenticate.js';
import { addressOf } from '../authentication/caller.js';
import type { EventStreams } from '../event-streams/event-streams.js';
import type { GatewaySettings } from '../gateway-settings.js';
import { nestingProblem } from '../limits/nesting.js';
import type { RateLimits } from '../limits/rate-limits.js';
import type { Metrics } from '../observation/metrics.js';
import type { KnownAnswer, RequestContext } from '../operations/request-context.js';
import { logRequest } from '../operations/request-log.js';
import type { TrustedDocuments } from '../operations/trusted-documents.js';
import type { Patience } from '../sources/subgraph-source.js';
import { holdsSubscription } from '../subscriptions/subscription-planner.js';
import type { Supergraphs } from '../supergraph/supergraphs.js';
import { type Admission, admit, admittedStill } from './admission.js';
import { askApollo } from './ask-apollo.js';
import { bodyOf, streamRefusal } from './asked-body.js';
import type { Draining } from './draining.js';
import { Exchange, type Refusal } from './exchange.js';
import { rateRefusal } from './rate-refusals.js';
import { knownAnswer } from './short-way.js';
import { type AskedBody, withTrustedDocument } from './trusted-document.js';

/** What stands behind the endpoint. */
export interface EndpointParts {
  readonly server: ApolloServer<RequestContext>;
  readonly authenticator: Authenticator;
  readonly documents?: TrustedDocuments | undefined;
  readonly rateLimits?: RateLimits | undefined;
  readonly supergraphs: Supergraphs;
  readonly settings: GatewaySettings;
  readonly metrics: Metrics;
  readonly draining: Draining;
  readonly eventStreams: EventStreams;
  readonly log: Logger;
}

/**
 * /graphql (GraphQL over HTTP, by POST alone): admission, a bounded body, then the operation. It stands before Express, which
 * takes as long for a request as all of this.
 * @param headers names and values of the headers that every answer has
 */
export function graphqlEndpoint(parts: EndpointParts, headers: readonly string[]): RequestListener {
  const { settings, metrics, draining, log } = parts;
  return (request, response) => {
    const exchange = new Exchange(request, response, headers, settings.readingPatience);
    if (draining.note(response)) exchange.addHeader('connection', 'close');
    const span = logRequest(exchange, log, metrics, settings.trustedProxies > 0);
    const work = () => answer(parts, exchange).catch((error: unknown) => fail(exchange, log, error));
    if (span) void span.within(work);
    else void work();
  };
}

async function answer(parts: EndpointParts, exchange: Exchange): Promise<void> {
  const { authenticator, rateLimits, settings } = parts;
  const { request, response } = exchange;
  if (request.method !== 'POST') {
    exchange.addHeader('allow', 'POST');
    return exchange.refuse({ status: 405, message: 'GraphQL is asked by POST', code: 'BAD_REQUEST' });
  }
  const flood = rateLimits?.fromAddress(addressOf(request, settings.trustedProxies));
  if (flood) return exchange.refuse(rateRefusal(flood));
  const admission = await admit(exchange, authenticator, settings);
  if (isRefusal(admission)) return exchange.refuse(admission);
  const haste = rateLimits?.ofViewer(admission.caller.viewer);
  if (haste) return exchange.refuse(rateRefusal(haste));
  const read = await bodyOf(request, response, admission.bodyLimit);
  if (isRefusal(read)) return exchange.refuse(read);
  // Nobody hears of the end of a connection that ended before: no work is begun for it.
  if (response.destroyed) return;
  const overtaken = admittedStill(exchange, admission, authenticator);
  if (overtaken) return exchange.refuse(overtaken);
  await answerBody(parts, exchange, admission, read.body);
}

async function answerBody(
  parts: EndpointParts,
  exchange: Exchange,
  admission: Admission,
  sent: AskedBody,
): Promise<void> {
  const { server, documents } = parts;
  const problem = nestingProblem(sent);
  if (problem) return exchange.refuse({ status: 400, message: problem, code: 'BAD_REQUEST' });
  const trusted = documents ? withTrustedDocument(documents, sent, admission.caller.viewer) : { body: sent };
  if (isRefusal(trusted)) return exchange.refuse(trusted);
  const { body } = trusted;
  if (exchange.wantsEvents && isSubscription(body)) {
    const tooLarge = streamRefusal(sent);
    return tooLarge ? exchange.refuse(tooLarge) : parts.eventStreams.answer(exchange, admission, body);
  }
  const patience = patienceOf(exchange.response, admission);
  const asking = { caller: admission.caller, patience };
  const known = await knownAnswer(parts, exchange, body, asking);
  if (known === 'sent') return;
  if (!known && isSubscription(body)) return exchange.refuse(subscriptionsElsewhere);
  await askApollo(server, exchange, body, contextOf(exchange, admission, patience, known));
}

const subscriptionsElsewhere: Refusal = {
  status: 400,
  message: 'Subscriptions go over a WebSocket, or to clients that accept text/event-stream',
  code: 'BAD_REQUEST',
};

function isSubscription({ query }: AskedBody): boolean {
  return typeof query === 'string' && holdsSubscription(query);
}

function isRefusal(found: object): found is Refusal {
  return 'code' in found;
}

function contextOf(
  exchange: Exchange,
  { caller, keepsSessionInCookies }: Admission,
  patience: Patience,
  known: KnownAnswer | undefined,
): RequestContext {
  return {
    caller,
    patience,
    keepsSessionInCookies,
    mediaType: exchange.mediaType,
    outcome: exchange.outcome,
    known,
    setCookie: (cookie) => exchange.addHeader('set-cookie', cookie),
  };
}

/** How long all of a request may take, in milliseconds; a laboratory's file has a limit of its own. */
const longestRequest = 60_000;

/** The work for a client ends with its connection. */
function patienceOf(response: ServerResponse, { caller }: Admission): Patience {
  const abort = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) abort.abort();
  });
  const isLab = labOf(caller.viewer) !== null;
  return { signal: abort.signal, ...(!isLab && { until: Date.now() + longestRequest }) };
}

function fail(exchange: Exchange, log: Logger, error: unknown): void {
  const id = randomUUID();
  log.error({ id, error }, 'a request failed');
  // A stream that was begun has no status to tell it by: it breaks off, and lets go of what it holds.
  if (exchange.outcome.isStream) return void exchange.response.destroy();
  const extensions = { code: 'INTERNAL_SERVER_ERROR', id };
  const text = JSON.stringify({ errors: [{ message: 'Something went wrong on our side', extensions }] });
  exchange.send(500, 'application/json; charset=utf-8', text);
}

/** Whether a request is for the endpoint, as it was written to it. */
export function isForGraphql({ url = '' }: IncomingMessage): boolean {
  return url === '/graphql' || /^\/graphql\/?(?:\?|$)/i.test(url);
}
