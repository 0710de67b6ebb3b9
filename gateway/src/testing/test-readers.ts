import { accountViewer } from '@ketqua/platform/testing';
import { expect } from 'vitest';
import { TestEventStream } from './test-event-stream.js';
import type { TestGateway } from './test-gateway.js';
import type { Message } from './test-socket.js';
import { TestSocket } from './test-socket.js';

/** Those who read subscriptions of a test's gateway, over sockets and event streams. */
export class TestReaders {
  readonly #opened: { close(): void }[] = [];

  constructor(private readonly test: TestGateway) {}

  /** A socket that is acknowledged; of an account of its own where no token is given. */
  async socket(token?: string, headers?: Record<string, string>): Promise<TestSocket> {
    const { test } = this;
    const socket = await TestSocket.open(test.url, token ?? (await test.token(accountViewer())), headers);
    this.#opened.push(socket);
    await socket.next('connection_ack');
    return socket;
  }

  /** A subscription over Server-Sent Events; nobody's where no token is given. */
  async stream(token: string | undefined, body: object): Promise<TestEventStream> {
    const stream = await TestEventStream.open(this.test.url, body, token === undefined ? {} : { token });
    this.#opened.push(stream);
    return stream;
  }

  /** Waits until so many subscriptions are open, of so many streams. */
  async open(subscriptions: number, shares: number): Promise<void> {
    const { test } = this;
    await expect.poll(() => test.metric('ketqua_subscriptions_open')).toBe(subscriptions);
    await expect.poll(() => test.metric('ketqua_subscription_shares')).toBe(shares);
    await expect.poll(() => test.stage.released.listenerCount('released')).toBe(shares);
  }

  /** Has all of them go, and waits until nothing is open any more, up to the source of the events. */
  async leave(): Promise<void> {
    for (const one of this.#opened.splice(0)) one.close();
    await this.open(0, 0);
    await expect.poll(() => this.test.metric('ketqua_event_streams_open')).toBe(0);
  }
}

/** The id of the event that a result tells. */
export function eventIdIn(result: unknown): string {
  return (result as { data: { resultReleased: { id: string } } }).data.resultReleased.id;
}

/** The ids of the next events of a socket. */
export async function nextEventIds(socket: TestSocket, count: number, id?: string): Promise<string[]> {
  const heard: Message[] = [];
  while (heard.length < count) heard.push(await socket.next('next', id));
  return heard.map(({ payload }) => eventIdIn(payload));
}
