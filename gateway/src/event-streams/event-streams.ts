import type { AccessTokenClaims } from '@ketqua/platform';
import type { GraphQLError } from 'graphql';
import type { Revocations } from '../authentication/revocations.js';
import { formatErrors } from '../errors/format-error.js';
import type { Admission } from '../http/admission.js';
import type { Exchange, Refusal } from '../http/exchange.js';
import type { AskedBody } from '../http/trusted-document.js';
import { limits } from '../limits/limits.js';
import { closeCodes } from '../sockets/close-codes.js';
import type { SocketAddresses } from '../sockets/socket-addresses.js';
import type { SessionParts } from '../sockets/socket-session.js';
import { closeOver } from '../sockets/token-end.js';
import type { PlannedSubscription } from '../subscriptions/federated-subscriptions.js';
import { type AskedSubscription, judgeSubscription } from '../subscriptions/judge-subscription.js';
import { EventStream } from './event-stream.js';

/** Every second streams whose token expired are ended; so many seconds apart, all are given a sign of life. */
const watchInterval = 1_000;
const signOfLifeEvery = 12;

/** What event streams work with. */
export interface EventStreamParts extends SessionParts {
  readonly revocations: Revocations;
  readonly addresses: SocketAddresses;
}

/**
 * Subscriptions over Server-Sent Events, for networks that break WebSockets: the same engine, limits and ends. A stream
 * counts as a socket of its address.
 */
export class EventStreams {
  readonly #open = new Set<EventStream>();
  readonly #unwatch: () => void;
  #isDraining = false;

  constructor(private readonly parts: EventStreamParts) {
    this.#unwatch = this.#watch();
    parts.metrics.eventStreams = () => this.#open.size;
  }

  /** Answers a request for a subscription whose caller is admitted and whose document is trusted. */
  answer(exchange: Exchange, admission: Admission, body: AskedBody): void {
    const asked = askedIn(body);
    const refusal = this.#refusalOf(exchange, admission) ?? (asked ? undefined : malformed);
    if (refusal) exchange.refuse(refusal);
    else this.#judge(exchange, admission, asked!);
  }

  /** Tells every stream to come back elsewhere, and takes in no more. */
  close(): void {
    this.#isDraining = true;
    this.#unwatch();
    for (const stream of this.#open) stream.close(closeCodes.goingAway);
  }

  #judge(exchange: Exchange, admission: Admission, asked: AskedSubscription): void {
    // The request was counted, and its document looked up, when it came in.
    const judges = { ...this.parts, documents: undefined, rateLimits: undefined };
    const planned = judgeSubscription(asked, admission.caller, judges);
    exchange.outcome.kind = 'subscription';
    if ('plan' in planned) this.#begin(exchange, admission, planned);
    else this.#refuse(exchange, planned);
  }

  #begin(exchange: Exchange, { claims }: Admission, planned: PlannedSubscription): void {
    const { request, response, outcome } = exchange;
    const operation = planned.plan.planned.definition.name?.value;
    if (operation !== undefined) outcome.operation = operation;
    const stream = begun(exchange, claims);
    const left = this.parts.addresses.entered(request);
    this.#open.add(stream);
    response.once('close', () => {
      stream.ended();
      left();
      this.#open.delete(stream);
    });
    stream.reads(this.parts.subscriptions.open(planned, stream));
  }

  #refusalOf({ request }: Exchange, { isStale }: Admission): Refusal | undefined {
    if (this.#isDraining) return { status: 503, message: closeCodes.goingAway.reason, code: 'UNAVAILABLE' };
    if (isStale) return { status: 401, message: closeCodes.expired.reason, code: 'UNAUTHENTICATED' };
    if (this.#open.size >= limits.sockets) {
      return { status: 503, message: 'Too many streams are open', code: 'UNAVAILABLE' };
    }
    if (this.parts.addresses.hasRoom(request)) return undefined;
    return {
      status: 429,
      message: 'Too many streams are open from here',
      code: 'RATE_LIMITED',
      retryAfter: 60,
    };
  }

  /** What is wrong with a document is said in the stream: a browser could not read it elsewhere (GraphQL over SSE). */
  #refuse(exchange: Exchange, errors: readonly GraphQLError[]): void {
    const formatted = formatErrors(errors, this.parts.log);
    this.parts.metrics.subscriptionErrors(formatted, 1);
    exchange.outcome.codes = [...new Set(formatted.map(({ extensions }) => extensions?.code))];
    const stream = begun(exchange, undefined);
    stream.next(JSON.stringify({ errors: formatted }));
    stream.complete();
  }

  #watch(): () => void {
    const { revocations } = this.parts;
    let seconds = 0;
    const timer = setInterval(() => {
      closeOver(this.#open, revocations);
      if (++seconds % signOfLifeEvery === 0) for (const stream of this.#open) stream.giveLife();
    }, watchInterval);
    const unlisten = revocations.onRevoked(() => closeOver(this.#open, revocations));
    return () => {
      clearInterval(timer);
      unlisten();
    };
  }
}

function begun(exchange: Exchange, claims: AccessTokenClaims | undefined): EventStream {
  exchange.addHeader('cache-control', 'no-cache, no-transform');
  // Proxies that gather an answer before they hand it on are told not to.
  exchange.addHeader('x-accel-buffering', 'no');
  exchange.begin(200, 'text/event-stream; charset=utf-8');
  return new EventStream(exchange.response, claims);
}

const malformed: Refusal = {
  status: 400,
  message: '"operationName" is to be a text and "variables" an object, where they are there',
  code: 'BAD_REQUEST',
};

function askedIn({ query, operationName, variables }: AskedBody): AskedSubscription | undefined {
  if (typeof query !== 'string' || !(operationName == null || typeof operationName === 'string')) {
    return undefined;
  }
  if (!(variables == null || (typeof variables === 'object' && !Array.isArray(variables)))) return undefined;
  return { query, operationName, variables: variables as Record<string, unknown> | null | undefined };
}
