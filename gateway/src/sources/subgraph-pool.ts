import type { FormattedExecutionResult } from 'graphql';
import { type Dispatcher, Pool } from 'undici';
import { parseIsomorphic, plainText, textOf } from './isomorphic.js';
import type { TextAnswer } from './subgraph-source.js';

const maximalAnswer = 32 * 1024 * 1024;
const connections = 64;
/** Requests that may be on their way to one subgraph, those waiting for a connection among them. */
const mostRequests = 2_000;

/** Why a request has no answer that could be used. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  constructor(
    message: string,
    /** Whether asking again might help: the connection broke, or a proxy had nobody behind it. */
    readonly isPassing: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A request that its client gave up. */
export class GivenUpError extends Error {
  override readonly name = 'GivenUpError';
}

/** What the strings of data are: characters, or UTF-8 as it came (isomorphic.ts). */
export type AnswerStrings = 'text' | 'isomorphic';

/** What is sent to a subgraph, and for how long an answer is waited for. */
export interface SubgraphRequest {
  readonly body: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** In milliseconds, from now until the last byte. */
  readonly deadline: number;
  /** Aborts when the client is gone. */
  readonly signal?: AbortSignal | undefined;
}

/** An answer, whatever stands in it. */
interface RawAnswer {
  readonly status: number;
  readonly bytes: Buffer;
}

/** Kept connections to one subgraph, and POSTs of GraphQL over them. */
export class SubgraphPool {
  readonly #pool: Pool;
  readonly #path: string;
  #running = 0;

  /** @param isStrict whether a status other than 200 is no answer, whatever stands in it */
  constructor(
    url: string,
    longestDeadline: number,
    private readonly isStrict: boolean,
  ) {
    const { origin, pathname, search } = new URL(url);
    this.#path = pathname + search;
    this.#pool = new Pool(origin, {
      connections,
      // Each request has a deadline of its own.
      headersTimeout: longestDeadline,
      bodyTimeout: longestDeadline,
      connect: { timeout: 5_000 },
    });
  }

  /**
   * Posts an operation. @throws GivenUpError when its signal aborts, and NoAnswerError when no GraphQL result comes.
   */
  async post(request: SubgraphRequest, strings: AnswerStrings = 'text'): Promise<FormattedExecutionResult> {
    return resultIn(await this.#answerTo(request), strings);
  }

  /** As `post`; what looks like data alone is read as a result when it is wanted. */
  async postForText(request: SubgraphRequest): Promise<TextAnswer> {
    const answer = await this.#answerTo(request);
    const text = answer.status === 200 ? plainText(answer.bytes) : undefined;
    const isData = text?.startsWith('{"data":{') && text.endsWith('}}');
    if (isData) return { text, result: () => resultIn(answer, 'isomorphic') };
    const result = resultIn(answer, 'isomorphic');
    return { text: undefined, result: () => result };
  }

  async #answerTo(request: SubgraphRequest): Promise<RawAnswer> {
    if (request.signal?.aborted) throw new GivenUpError('The client is gone');
    if (this.#running >= mostRequests) throw new NoAnswerError('Too many requests are on their way', false);
    this.#running++;
    try {
      const answer = await this.#send('POST', this.#path, request);
      if (this.isStrict && answer.status !== 200) throw noResult(answer.status);
      return answer;
    } finally {
      this.#running--;
    }
  }

  /** Asks for a path of the subgraph's. The HTTP status. @throws as `post` */
  async statusOf(path: string, deadline: number): Promise<number> {
    return (await this.#send('GET', path, { body: '', headers: {}, deadline })).status;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  #send(
    method: 'GET' | 'POST',
    path: string,
    { body, headers, deadline, signal }: SubgraphRequest,
  ): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const collector = new AnswerCollector(resolve, reject, deadline, signal);
      const options: Dispatcher.DispatchOptions =
        method === 'POST' ? { method, path, headers, body } : { method, path, headers };
      this.#pool.dispatch(options, collector);
    });
  }
}

/** Puts an answer together as its parts arrive: no streams, which cost more than the request itself. */
class AnswerCollector implements Dispatcher.DispatchHandler {
  #status = 0;
  #size = 0;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #ended: Error | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly resolve: (answer: RawAnswer) => void,
    private readonly reject: (error: Error) => void,
    deadline: number,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.#timer = setTimeout(() => this.#end(new NoAnswerError('No answer in time', false)), deadline);
    signal?.addEventListener('abort', this.#giveUp, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It ended while it waited for a connection.
    if (this.#ended) controller.abort(this.#ended);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > maximalAnswer) this.#end(new NoAnswerError('The answer is too large', false));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#release();
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.resolve({ status: this.#status, bytes });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#release();
    const isPassing = this.#status === 0;
    this.reject(this.#ended ?? new NoAnswerError('The connection failed', isPassing, { cause: error }));
  }

  #giveUp = () => this.#end(new GivenUpError('The client is gone'));

  /** The request may not have a connection yet: whoever waits is told at once, and the rest is let go of. */
  #end(error: Error): void {
    this.#ended ??= error;
    this.#release();
    this.reject(this.#ended);
    this.#controller?.abort(this.#ended);
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.signal?.removeEventListener('abort', this.#giveUp);
  }
}

function resultIn({ status, bytes }: RawAnswer, strings: AnswerStrings = 'text'): FormattedExecutionResult {
  let result: unknown;
  try {
    result = strings === 'text' ? JSON.parse(bytes.toString('utf8')) : parseIsomorphic(bytes);
  } catch (error) {
    throw noResult(status, error);
  }
  // GraphQL over HTTP answers with other codes, too, when it says what was wrong.
  if (!result || typeof result !== 'object' || !('data' in result || 'errors' in result)) {
    throw noResult(status);
  }
  const told = result as FormattedExecutionResult;
  return strings === 'isomorphic' && told.errors ? { ...told, errors: textOf(told.errors) } : told;
}

function noResult(status: number, cause?: unknown): NoAnswerError {
  const isPassing = status === 502 || status === 503 || status === 504;
  return new NoAnswerError(`The subgraph answered ${status} without a GraphQL result`, isPassing, { cause });
}
