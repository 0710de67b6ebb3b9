import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';
import { TestSocket } from '../testing/test-socket.js';
import { Draining } from './draining.js';

describe('a gateway that is told to end', () => {
  let test: TestGateway;
  beforeEach(async () => {
    test = await TestGateway.open('in-process', { drainMilliseconds: 500 });
  });
  afterEach(() => test.close());

  it('says so, finishes a mutation that runs, and only then closes its door', async () => {
    let finish!: () => void;
    test.stage.held = new Promise((resolve) => {
      finish = resolve;
    });
    const mutation = test.post('mutation { touch }');
    await expect.poll(() => test.stage.caller('results')).toBeDefined();
    let isClosed = false;
    const closing = test.gateway.close().then(() => {
      isClosed = true;
    });
    const ready = await fetch(`${test.gateway.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'ending' }]);
    expect(ready.headers.get('connection')).toBe('close');
    await expect.poll(() => fetch(`${test.gateway.url}/livez`).catch(() => 'closed')).toBe('closed');
    expect(isClosed).toBe(false);
    finish();
    expect((await mutation).body).toEqual({ data: { touch: 1 } });
    await closing;
  });

  it('sends sockets elsewhere with 1001, and lets no new one in', async () => {
    const socket = await TestSocket.open(test.url);
    await socket.next('connection_ack');
    const closing = test.gateway.close();
    await expect(TestSocket.open(test.url)).rejects.toThrow('503');
    expect((await socket.closed).code).toBe(1001);
    await closing;
  });
});

it('does not wait for streams of events, which have no end of their own', async () => {
  const draining = new Draining();
  const app = express();
  app.use(draining.counted());
  app.get('/events', (_request, response) => {
    response.setHeader('content-type', 'text/event-stream');
    response.flushHeaders();
  });
  let answer!: () => void;
  app.get('/answer', (_request, response) => {
    answer = () => response.end('answered');
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await fetch(`${url}/events`);
  const answered = fetch(`${url}/answer`).then((response) => response.text());
  await expect.poll(() => draining.count).toBe(2);
  draining.begin();
  let hasLanded = false;
  const landing = draining.landed(60_000).then(() => {
    hasLanded = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(hasLanded).toBe(false);
  answer();
  expect(await answered).toBe('answered');
  await landing;
  server.closeAllConnections();
  server.close();
});
