import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

interface Told {
  readonly id: string;
  readonly cursor: string;
}

/**
 * Whoever watches results through a door and comes back by cursor when its socket is closed: graphql-transport-ws by
 * hand, so that a test sees each event and each close code.
 */
export class ResumingSubscriber {
  /** The ids of the events, in the order of their coming. */
  readonly heard: string[] = [];
  /** The codes with which sockets were closed that it had been let in by. */
  readonly closed: number[] = [];
  readonly errors: unknown[] = [];
  #cursor: string | null = null;
  #socket: WebSocket | undefined;
  #isOver = false;
  #acknowledged = 0;

  constructor(
    private readonly door: string,
    private readonly token: string,
  ) {}

  /** Begins to listen; resolves when the socket was acknowledged and the subscription sent. */
  async begin(): Promise<void> {
    void this.#run();
    while (!this.#acknowledged) await pause(10);
  }

  /** How often it was let in. */
  get visits(): number {
    return this.#acknowledged;
  }

  /** Closes its socket, and comes back. */
  leave(): void {
    this.#socket?.close(1000);
  }

  end(): void {
    this.#isOver = true;
    this.#socket?.close(1000);
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      await this.#visit();
      await pause(20);
    }
  }

  #visit(): Promise<void> {
    const url = `${this.door.replace(/^http/, 'ws')}/graphql`;
    const socket = new WebSocket(url, 'graphql-transport-ws');
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('open', () => {
      const payload = { authorization: `Bearer ${this.token}` };
      socket.send(JSON.stringify({ type: 'connection_init', payload }));
    });
    socket.on('message', (text) => this.#take(socket, JSON.parse(String(text))));
    const before = this.#acknowledged;
    return new Promise((resolve) => {
      socket.once('close', (code) => {
        if (this.#acknowledged > before) this.closed.push(code);
        resolve();
      });
    });
  }

  #take(socket: WebSocket, message: { type: string; payload?: unknown }): void {
    if (message.type === 'connection_ack') {
      this.#acknowledged++;
      const query = 'subscription Watch($after: String) { resultReleased(after: $after) { id cursor } }';
      const payload = { query, variables: { after: this.#cursor } };
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload }));
    } else if (message.type === 'ping') {
      socket.send(JSON.stringify({ type: 'pong' }));
    } else if (message.type === 'next') {
      const { data, errors } = message.payload as {
        data?: { resultReleased?: Told } | null;
        errors?: unknown;
      };
      if (errors) this.errors.push(errors);
      if (!data?.resultReleased) return;
      this.heard.push(data.resultReleased.id);
      this.#cursor = data.resultReleased.cursor;
    } else if (message.type === 'error' || message.type === 'complete') {
      // The stream broke off and the socket did not: come back as if it had.
      socket.close(1000);
    }
  }
}
