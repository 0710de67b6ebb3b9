/** An event of a stream: what it is called, and what it carries. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: unknown;
}

/** A client that reads Server-Sent Events as they come, so that a test sees each. */
export class TestEventStream {
  readonly #events: ServerSentEvent[] = [];
  readonly #abort: AbortController;
  #wake: () => void = () => undefined;
  #isOver = false;
  /** How many comments came: a stream's signs of life. */
  comments = 0;

  private constructor(
    readonly response: Response,
    abort: AbortController,
  ) {
    this.#abort = abort;
    void this.#read().catch(() => undefined);
  }

  /** Asks for a subscription. */
  static async open(
    url: string,
    body: object,
    { token, headers }: { token?: string; headers?: Record<string, string> } = {},
  ): Promise<TestEventStream> {
    const abort = new AbortController();
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify(body),
      signal: abort.signal,
    });
    return new TestEventStream(response, abort);
  }

  /** The next event, or undefined where the stream is over. */
  async next(): Promise<ServerSentEvent | undefined> {
    while (!this.#events.length && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#events.shift();
  }

  /** Goes away. */
  close(): void {
    this.#abort.abort();
  }

  async #read(): Promise<void> {
    try {
      let text = '';
      for await (const chunk of this.response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) this.#take(block);
      }
    } finally {
      this.#isOver = true;
      this.#wake();
    }
  }

  #take(block: string): void {
    if (block.startsWith(':')) {
      this.comments++;
      return;
    }
    const fields = new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
    const data = fields.get('data');
    this.#events.push({ event: fields.get('event')!, data: data ? JSON.parse(data) : undefined });
    this.#wake();
  }
}
