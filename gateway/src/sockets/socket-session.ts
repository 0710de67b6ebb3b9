import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessTokenClaims, Caller, Logger } from '@ketqua/platform';
import { GraphQLError } from 'graphql';
import type { RawData } from 'ws';
import type { Authenticator } from '../authentication/authenticate.js';
import { callerOf } from '../authentication/caller.js';
import { credentialsIn } from '../authentication/credentials.js';
import { formatErrors } from '../errors/format-error.js';
import { limits } from '../limits/limits.js';
import type { Metrics } from '../observation/metrics.js';
import type { PlannedSubscription } from '../subscriptions/federated-subscriptions.js';
import { judgeSubscription, type SubscriptionJudges } from '../subscriptions/judge-subscription.js';
import type { OpenSubscription, SubscriptionReader } from '../subscriptions/subscription-reader.js';
import { type ClientMessage, clientMessageIn, type SubscribePayload } from './client-messages.js';
import { type CloseCode, closeCodes } from './close-codes.js';
import type { SessionSocket, SocketListener } from './session-socket.js';
import { nextFrame } from './text-frame.js';

/** How long a socket that was told to close may take, in milliseconds, before it is cut; a slow reader gets more. */
const closingGrace = 2_000;
const slowGrace = 10_000;

/** With less than this unsent, in bytes, one who catches up is told the next event. */
const drainedBelow = 64 * 1024;

/** What the sessions of a gateway work with. */
export interface SessionParts extends SubscriptionJudges {
  readonly authenticator: Authenticator;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/**
 * One open socket, who is at its other end, and the server's side of graphql-transport-ws on it: subscriptions only, judged
 * and planned before they open. There are thousands: it holds what it needs, and no more.
 */
export class SocketSession implements SocketListener {
  claims: AccessTokenClaims | undefined;
  /** In which second of twelve it is asked for a sign of life. */
  turn = 0;
  /** Whether its other end was heard since then. */
  isAlive = true;
  /** Called when the socket is closed, with its code. */
  onClosed: ((code: number) => void) | undefined;
  /** Who subscribes; undefined until it was acknowledged. Each subscription has an id of its own beside it. */
  #caller: Caller | undefined;
  /** What the socket was opened with, until the client has introduced itself. */
  #request: IncomingMessage | undefined;
  #initTimeout: NodeJS.Timeout | undefined;
  #isClosing = false;
  #hasIntroducedItself = false;
  #frames = 0;
  #countedSince = 0;
  readonly #open = new Map<string, OpenSubscription | undefined>();

  /** @param stream what the socket writes to: a frame that many get is written there as it is. */
  constructor(
    readonly socket: SessionSocket,
    private readonly stream: Duplex,
    request: IncomingMessage,
    private readonly parts: SessionParts,
  ) {
    this.#request = request;
    this.#initTimeout = setTimeout(() => this.close(closeCodes.initTimeout), limits.connectionInit);
  }

  /** Takes a frame of the client. */
  take(frame: RawData, isBinary: boolean): void {
    if (!this.#mayGoOn()) return;
    const message = clientMessageIn(frame, isBinary);
    if (!message) return void this.close(closeCodes.badRequest);
    try {
      this.#handle(message);
    } catch (error) {
      this.fail(error);
    }
  }

  heard(): void {
    this.isAlive = true;
    this.#mayGoOn();
  }

  closed(code: number): void {
    this.ended();
    this.onClosed?.(code);
  }

  /** Asks the other end for a sign of life (RFC 6455, section 5.5.2). */
  askForLife(): void {
    this.isAlive = false;
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping();
  }

  /** Ends what it reads at once, closes the socket, and cuts it where the other side does not answer. */
  close({ code, reason }: CloseCode): void {
    if (this.#isClosing) return;
    this.ended();
    this.socket.close(code, reason);
    const grace = code === closeCodes.slowReader.code ? slowGrace : closingGrace;
    setTimeout(() => this.socket.terminate(), grace).unref();
  }

  /** Lets go of everything that it holds. */
  ended(): void {
    this.#isClosing = true;
    clearTimeout(this.#initTimeout);
    this.#request = undefined;
    for (const subscription of this.#open.values()) subscription?.end();
    this.#open.clear();
  }

  /** Sends a text. */
  send(text: string): void {
    if (this.#mayWrite()) this.socket.send(text);
  }

  /** Sends a text that has been framed. The library frames and writes at once what it is given, so the order stays. */
  sendFrame(frame: Buffer): void {
    if (this.#mayWrite()) this.stream.write(frame);
  }

  /** Whether the socket is open; a reader who is too far behind is cut. */
  #mayWrite(): boolean {
    if (this.#isClosing || this.socket.readyState !== this.socket.OPEN) return false;
    if (this.socket.bufferedAmount <= limits.unsent) return true;
    this.close(closeCodes.slowReader);
    return false;
  }

  /** Resolves when most of what was sent is on its way. */
  async drained(): Promise<void> {
    while (!this.#isClosing && this.socket.bufferedAmount > drainedBelow) await sleep(20);
  }

  /** Notes that a subscription ended from our side. */
  forget(id: string): void {
    this.#open.delete(id);
  }

  /** Closes a socket on which something happened that was not foreseen. */
  fail(error: unknown): void {
    this.parts.log.error({ error }, 'a socket failed');
    this.close(closeCodes.internalError);
  }

  #handle(message: ClientMessage): void {
    switch (message.type) {
      case 'connection_init':
        this.#introduce(message.payload);
        break;
      case 'ping':
        this.send(JSON.stringify({ type: 'pong', ...(message.payload && { payload: message.payload }) }));
        break;
      case 'subscribe':
        this.#subscribe(message.id, message.payload);
        break;
      case 'complete':
        this.#open.get(message.id)?.end();
        this.#open.delete(message.id);
    }
  }

  #introduce(params: Record<string, unknown> | undefined): void {
    if (this.#hasIntroducedItself) {
      this.close(closeCodes.tooManyInits);
      return;
    }
    this.#hasIntroducedItself = true;
    this.#connect(params).catch((error: unknown) => this.fail(error));
  }

  async #connect(params: Record<string, unknown> | undefined): Promise<void> {
    const request = this.#request!;
    // A page cannot set headers on a socket, so the init message may carry what the header would.
    const authorization = params?.authorization ?? params?.Authorization ?? request.headers.authorization;
    const { authenticator, settings } = this.parts;
    const { outcome, viewer, claims } = await authenticator.authenticate(
      credentialsIn(request.headers, authorization),
    );
    if (this.#isClosing) return;
    clearTimeout(this.#initTimeout);
    this.#initTimeout = undefined;
    if (!viewer) {
      this.close(outcome === 'expired' ? closeCodes.expired : closeCodes.invalid);
      return;
    }
    this.claims = claims;
    this.#caller = {
      ...callerOf(request, viewer, { trustedProxies: settings.trustedProxies }),
      requestId: '',
    };
    this.#request = undefined;
    this.send('{"type":"connection_ack"}');
  }

  #subscribe(id: string, payload: SubscribePayload): void {
    if (!this.#caller) this.close(closeCodes.unauthorized);
    else if (this.#open.has(id)) this.close(closeCodes.duplicateSubscriber);
    else if (this.#open.size >= limits.subscriptionsPerSocket) this.#refuse(id, [tooManySubscriptions()]);
    else {
      const caller = { ...this.#caller, requestId: randomUUID() };
      const planned = judgeSubscription(payload, caller, this.parts);
      if ('plan' in planned) this.#begin(id, planned);
      else this.#refuse(id, planned);
    }
  }

  #begin(id: string, planned: PlannedSubscription): void {
    // It may end while it is opened: what it is known by is there before it.
    this.#open.set(id, undefined);
    const subscription = this.parts.subscriptions.open(planned, new SocketReader(this, id));
    if (this.#open.has(id)) this.#open.set(id, subscription);
    else subscription.end();
  }

  #refuse(id: string, errors: readonly GraphQLError[]): void {
    const payload = formatErrors(errors, this.parts.log);
    this.parts.metrics.subscriptionErrors(payload, 1);
    this.send(JSON.stringify({ id, type: 'error', payload }));
  }

  /** Counts a frame of the client; who sends too many, or reads too little of what is answered, is cut. */
  #mayGoOn(): boolean {
    if (this.#isClosing) return false;
    if (!this.#isFrameAllowed()) this.close(closeCodes.tooManyMessages);
    else if (this.socket.bufferedAmount > limits.unsent) this.close(closeCodes.slowReader);
    return !this.#isClosing;
  }

  #isFrameAllowed(): boolean {
    const now = Date.now();
    if (now - this.#countedSince > 10_000) {
      this.#countedSince = now;
      this.#frames = 0;
    }
    return ++this.#frames <= limits.framesPerTenSeconds;
  }
}

/** One subscription of a socket. */
class SocketReader implements SubscriptionReader {
  constructor(
    private readonly session: SocketSession,
    private readonly id: string,
  ) {}

  next(payload: string): void {
    this.session.sendFrame(nextFrame(this.id, payload));
  }

  complete(): void {
    this.session.forget(this.id);
    this.session.send(`{"id":${JSON.stringify(this.id)},"type":"complete"}`);
  }

  drained(): Promise<void> {
    return this.session.drained();
  }
}

function tooManySubscriptions(): GraphQLError {
  return new GraphQLError(`A socket may hold at most ${limits.subscriptionsPerSocket} subscriptions`, {
    extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
  });
}
