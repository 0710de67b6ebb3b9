import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessTokenClaims } from '@ketqua/platform';
import { limits } from '../limits/limits.js';
import type { CloseCode } from '../sockets/close-codes.js';
import { closeCodes } from '../sockets/close-codes.js';
import type { OpenSubscription, SubscriptionReader } from '../subscriptions/subscription-reader.js';

/** How long a stream that was ended may take to be read, in milliseconds, before its connection is cut. */
const closingGrace = 10_000;

/** With less than this unsent, in bytes, one who catches up is told the next event. */
const drainedBelow = 64 * 1024;

/**
 * One subscription as Server-Sent Events (the HTML standard, section 9.2), in the words of GraphQL over SSE's distinct
 * connections mode: `next` carries a result, `complete` is the end.
 */
export class EventStream implements SubscriptionReader {
  #subscription: OpenSubscription | undefined;
  #isOver = false;

  /** @param claims what the stream's access token says; undefined for nobody's */
  constructor(
    private readonly response: ServerResponse,
    readonly claims: AccessTokenClaims | undefined,
  ) {}

  /** Begins to read a subscription: it ends with the stream, and the stream with its connection. */
  reads(subscription: OpenSubscription): void {
    this.#subscription = subscription;
    if (this.#isOver) subscription.end();
  }

  next(payload: string): void {
    if (this.#isOver) return;
    if (this.response.writableLength > limits.unsent) this.close(closeCodes.slowReader);
    else this.response.write(`event: next\ndata: ${payload}\n\n`);
  }

  complete(): void {
    if (this.#isOver) return;
    this.ended();
    this.response.end('event: complete\ndata:\n\n');
    // Who does not read what is left holds nothing of ours.
    setTimeout(() => this.response.destroy(), closingGrace).unref();
  }

  async drained(): Promise<void> {
    while (!this.#isOver && this.response.writableLength > drainedBelow) await sleep(20);
  }

  /** Ends the stream with what a socket would be closed with: the last result is an error that carries the code. */
  close({ code, reason }: CloseCode): void {
    if (this.#isOver) return;
    const extensions = { code: 'STREAM_CLOSED', closeCode: code };
    this.response.write(
      `event: next\ndata: ${JSON.stringify({ errors: [{ message: reason, extensions }] })}\n\n`,
    );
    this.complete();
  }

  /** Sends what clients pass over, so that nothing between takes the connection for dead. */
  giveLife(): void {
    if (!this.#isOver) this.response.write(':\n\n');
  }

  /** Lets go of what it reads. */
  ended(): void {
    this.#isOver = true;
    this.#subscription?.end();
  }
}
