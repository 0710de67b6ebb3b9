import type { Socket } from 'node:net';
import { WebSocket } from 'ws';

/** A message of graphql-transport-ws. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A client that speaks graphql-transport-ws by hand, so that a test sees each frame and the close code. */
export class TestSocket {
  readonly messages: Message[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  #wake: () => void = () => undefined;

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
    socket.on('error', () => undefined);
    socket.on('message', (text) => {
      this.messages.push(JSON.parse(String(text)) as Message);
      this.#wake();
    });
  }

  /** Opens the socket without an init message. */
  static async connect(url: string, headers: Record<string, string> = {}): Promise<TestSocket> {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', { headers });
    const test = new TestSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    return test;
  }

  /** Opens the socket and introduces the caller. */
  static async open(url: string, token?: string, headers: Record<string, string> = {}): Promise<TestSocket> {
    const test = await TestSocket.connect(url, headers);
    test.send({ type: 'connection_init', ...(token && { payload: { authorization: `Bearer ${token}` } }) });
    return test;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Writes to the connection itself, past the library. */
  sendBytes(bytes: Buffer): void {
    (this.socket as unknown as { _socket: Socket })._socket.write(bytes);
  }

  subscribe(id: string, query: string, variables?: object): void {
    this.send({ type: 'subscribe', id, payload: { query, variables } });
  }

  /** Waits for the next message with this type and id, in order. */
  async next(type: string, id?: string): Promise<Message> {
    for (;;) {
      const index = this.messages.findIndex((message) => message.type === type && (!id || message.id === id));
      if (index >= 0) return this.messages.splice(index, 1)[0]!;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.socket.close();
  }
}
