import {
  beginOf,
  type Caller,
  largestStreamFrame,
  type Operation,
  operationBody,
  type RequestSigner,
  signatureHeader,
  streamExtension,
} from '@ketqua/platform';
import { GraphQLError } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { BoundedQueue, type QueueLimits } from './bounded-queue.js';
import { endingAtAbort } from './ending-at-abort.js';
import { StreamInterruptedError, type StreamResult } from './subgraph-source.js';
import { wellFormedResult } from './well-formed-result.js';

/** How much of one stream may wait for its completion. */
const streamBuffer: QueueLimits = { items: 1_000, bytes: 16 * 1024 * 1024 };

/** How long a subgraph may take to answer a ping, in milliseconds, before its socket is taken for dead. */
const pongDeadline = 5_000;

/** What a frame has besides its payload is less than this, in bytes. */
const largestPayload = largestStreamFrame - 256;

/** A small document may ask much of one subgraph, where it says the same in many places by a fragment. */
const tooLarge = new GraphQLError('The subscription asks for too much at once', {
  extensions: { code: 'BAD_USER_INPUT' },
});

/** The gateway's end of a socket to a subgraph: bounded, and not compressed. */
class SubgraphSocket extends WebSocket {
  constructor(address: string | URL, protocols?: string | string[]) {
    super(address, protocols, {
      maxPayload: 4 * 1024 * 1024,
      handshakeTimeout: 5_000,
      perMessageDeflate: false,
    });
  }

  /** How long the message is that the client is reading, in bytes. */
  protected reading(_bytes: number): void {}

  #isClosedByUs = false;

  /** Called by the client with a text, and by the library itself with the bytes of the reason that it answers. */
  override close(code?: number, data?: string | Buffer): void {
    this.#isClosedByUs ||= typeof data === 'string';
    super.close(code, data);
  }

  /**
   * Called by the library for all that happens. A subgraph that closes with 1000 has lost its streams as with any other code; the
   * client would ask for them once more at once, with the old signature and from where they began.
   */
  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (event === 'close' && values[0] === 1000 && !this.#isClosedByUs) values[0] = 1006;
    if (event === 'message') this.reading((values[0] as Buffer).length);
    return super.emit(event, ...values);
  }
}

/**
 * All streams of one subgraph, over one socket. Each operation is signed for its caller when it is opened. When
 * the socket is lost its streams throw a StreamInterruptedError: only their readers know behind which event they would
 * be opened again. The next stream opens a new socket.
 */
export class RemoteStreams {
  readonly #client: Client;
  /** The streams that their subgraph has not ended. */
  readonly #open = new Set<BoundedQueue<StreamResult>>();
  #pong: NodeJS.Timeout | undefined;
  /** The length of the message that is being read, in bytes. */
  #read = 0;

  constructor(
    private readonly subgraph: string,
    url: string,
    private readonly signer: RequestSigner | undefined,
  ) {
    const told = (bytes: number) => {
      this.#read = bytes;
    };
    this.#client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: class extends SubgraphSocket {
        protected override reading(bytes: number): void {
          told(bytes);
        }
      },
      lazy: true,
      // A retry would send the old signature again.
      retryAttempts: 0,
      keepAlive: 10_000,
      connectionAckWaitTimeout: 5_000,
      onNonLazyError: () => undefined,
      on: {
        ping: (isTheirs) => {
          if (!isTheirs) this.#pong = setTimeout(() => this.#client.terminate(), pongDeadline);
        },
        pong: () => clearTimeout(this.#pong),
        closed: () => {
          clearTimeout(this.#pong);
          this.#interrupt();
        },
      },
    });
  }

  /** Opens a stream, or refuses one that its socket would be closed for; where no socket can be had, it throws a StreamInterruptedError at its first step. */
  async subscribe(
    operation: Operation,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<AsyncIterable<StreamResult> | StreamResult> {
    const { query, variables, operationName, stream } = operation;
    const signature = await this.signer?.sign(this.subgraph, operationBody(operation), caller);
    const payload = {
      query,
      ...(variables && { variables }),
      ...(operationName && { operationName }),
      ...(signature && {
        extensions: { [signatureHeader]: signature, ...(stream && { [streamExtension]: stream }) },
      }),
    };
    if (Buffer.byteLength(JSON.stringify(payload)) > largestPayload) return { errors: [tooLarge] };
    const queue = new BoundedQueue<StreamResult>(streamBuffer);
    this.#open.add(queue);
    const end = this.#client.subscribe(payload, {
      next: (result) => {
        const told = streamResult(result);
        if (told) queue.push(told, this.#read);
        else queue.end(new StreamInterruptedError(this.subgraph));
        if (queue.hasEnded) end();
      },
      error: (failure) => this.#fail(queue, failure),
      complete: () => {
        this.#open.delete(queue);
        queue.end();
      },
    });
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    return endingAtAbort(queue.read(), signal);
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }

  /** Ends what is open when the socket is gone: the client takes some ends of it for ends of the streams. */
  #interrupt(): void {
    for (const queue of this.#open) queue.end(new StreamInterruptedError(this.subgraph));
    this.#open.clear();
  }

  #fail(queue: BoundedQueue<StreamResult>, failure: unknown): void {
    this.#open.delete(queue);
    if (Array.isArray(failure)) {
      const told = failure.length ? wellFormedResult({ errors: failure }, undefined) : undefined;
      if (told) queue.push(told, this.#read);
      queue.end(told ? undefined : new StreamInterruptedError(this.subgraph));
      return;
    }
    queue.end(new StreamInterruptedError(this.subgraph, { cause: failure }));
  }
}

/** A result of a stream as it is read, or where the stream begins; undefined where it is neither. */
function streamResult(result: unknown): StreamResult | undefined {
  return beginOf(result ?? {}) === undefined ? wellFormedResult(result, undefined) : (result as StreamResult);
}
