import { WebSocket } from 'ws';

/** Many clients of one subscription, each on a socket of its own. */
export class LoadOfSubscribers {
  readonly #sockets: WebSocket[] = [];
  #heard = 0;
  /** What the last one heard of the last event. */
  lastText = '';
  #whenAll: (() => void) | undefined;

  /** Opens them, so many at a time that the server's queue of new connections holds them. */
  static async open(
    url: string,
    count: number,
    query: (index: number) => string,
  ): Promise<LoadOfSubscribers> {
    const load = new LoadOfSubscribers();
    for (let from = 0; from < count; from += 100) {
      await Promise.all(
        Array.from({ length: Math.min(100, count - from) }, (_, index) =>
          load.#connect(url, query(from + index)),
        ),
      );
    }
    return load;
  }

  /** Has something happen. The time until the last one heard of it, in milliseconds. */
  async timeOf(happen: () => Promise<unknown>): Promise<number> {
    this.#heard = 0;
    const all = new Promise<void>((resolve) => {
      this.#whenAll = resolve;
    });
    const startedAt = performance.now();
    void happen();
    await all;
    return performance.now() - startedAt;
  }

  /** How many sockets are open. */
  get open(): number {
    return this.#sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length;
  }

  close(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  #connect(url: string, query: string): Promise<void> {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', {
      perMessageDeflate: false,
    });
    this.#sockets.push(socket);
    socket.once('open', () => socket.send('{"type":"connection_init"}'));
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.on('message', (text: Buffer) => {
        // An acknowledgement is known by its length, an event by how it begins or ends: parsing would be the load's time.
        if (text.length < 40) {
          socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
          resolve();
        } else if (++this.#heard === this.#sockets.length) {
          this.lastText = String(text);
          this.#whenAll?.();
        }
      });
    });
  }
}
