import { gzipSync } from 'node:zlib';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RawConnection } from '../testing/raw-connection.js';
import { TestEventStream } from '../testing/test-event-stream.js';
import { TestGateway } from '../testing/test-gateway.js';
import { TestReaders } from '../testing/test-readers.js';
import { TestSocket } from '../testing/test-socket.js';

const query =
  'subscription Watch($after: String) { resultReleased(after: $after) { id cursor result { lab { name } } } }';

describe.each(['in-process', 'remote'] as const)('server-sent events over %s subgraphs', (mode) => {
  let test: TestGateway;
  let readers: TestReaders;
  beforeAll(async () => {
    test = await TestGateway.open(mode);
    readers = new TestReaders(test);
  });
  afterEach(() => readers.leave());
  afterAll(() => test.close());

  const open = (token: string | undefined, body: object = { query }) => readers.stream(token, body);
  const idIn = (data: unknown) =>
    (data as { data: { resultReleased: { id: string; cursor: string } } }).data.resultReleased;

  it('carry each event as it happens, completed from the other subgraphs', async () => {
    const stream = await open(await test.token(accountViewer()));
    expect(stream.response.status).toBe(200);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.response.headers.get('cache-control')).toBe('no-cache, no-transform');
    await test.stage.streams(1);
    for (const id of ['1', '2']) {
      test.stage.release(id);
      expect(await stream.next()).toEqual({
        event: 'next',
        data: {
          data: {
            resultReleased: {
              id: `event-${id}`,
              cursor: expect.any(String),
              result: { lab: { name: `Lab of-${id}` } },
            },
          },
        },
      });
    }
  });

  it('share one stream of the subgraph with the sockets of the same viewer', async () => {
    const token = await test.token(accountViewer());
    const socket = await readers.socket(token);
    socket.subscribe('1', query);
    await test.stage.streams(1);
    const stream = await open(token);
    await expect.poll(() => test.metric('ketqua_subscriptions_open')).toBe(2);
    expect(test.stage.released.listenerCount('released')).toBe(1);
    test.stage.release('3');
    expect(idIn((await socket.next('next')).payload).id).toBe('event-3');
    expect(idIn((await stream.next())!.data).id).toBe('event-3');
  });

  it('resume behind a cursor, without gap and double', async () => {
    const token = await test.token(accountViewer());
    const first = await open(token);
    await test.stage.streams(1);
    test.stage.release('4');
    const { cursor } = idIn((await first.next())!.data);
    first.close();
    await expect.poll(() => test.metric('ketqua_event_streams_open')).toBe(0);
    test.stage.release('5');
    test.stage.release('6');
    const second = await open(token, { query, variables: { after: cursor } });
    test.stage.release('7');
    for (const id of ['5', '6', '7']) expect(idIn((await second.next())!.data).id).toBe(`event-${id}`);
  });

  it('tell what the subgraph refuses, and end', async () => {
    const stream = await open(undefined);
    expect(await stream.next()).toMatchObject({
      event: 'next',
      data: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    expect(await stream.next()).toEqual({ event: 'complete', data: undefined });
    expect(await stream.next()).toBeUndefined();
  });

  it('tell what is wrong with a document and its variables, and end', async () => {
    const token = await test.token(accountViewer());
    for (const [body, code] of [
      [{ query: 'subscription { nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
      [{ query, variables: { after: [] } }, 'BAD_USER_INPUT'],
      [{ query, operationName: 'Other' }, 'OPERATION_RESOLUTION_FAILURE'],
    ] as const) {
      const stream = await open(token, body);
      expect(await stream.next()).toMatchObject({ data: { errors: [{ extensions: { code } }] } });
      expect(await stream.next()).toEqual({ event: 'complete', data: undefined });
      expect(await stream.next()).toBeUndefined();
    }
  });

  it('are not begun for a request without its form', async () => {
    const token = await test.token(accountViewer());
    for (const body of [
      { query, variables: [] },
      { query, operationName: 1 },
    ]) {
      const { response } = await open(token, body);
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toMatch(/^application\//);
    }
  });

  it('are refused where they are larger than a frame may be, and cut nobody else’s', async () => {
    const token = await test.token(accountViewer());
    const stream = await open(token);
    await test.stage.streams(1);
    const { response } = await open(token, { query, variables: { after: 'x'.repeat(70_000) } });
    expect(response.status).toBe(413);
    test.stage.release('8');
    expect(idIn((await stream.next())!.data).id).toBe('event-8');
  });

  it('leave nothing open where their client broke off before they began', async () => {
    const token = await test.token(accountViewer());
    const head = [
      'POST /graphql HTTP/1.1',
      'Content-Type: application/json',
      'Content-Encoding: gzip',
      'Accept: text/event-stream',
      `Authorization: Bearer ${token}`,
    ];
    for (let tries = 0; tries < 30; tries++) {
      const client = await RawConnection.open(test.url);
      client.request(head, gzipSync(JSON.stringify({ query })));
      client.socket.end();
      // Somewhere between the request and its answer, a little later each time.
      for (let turn = 0; turn < tries; turn++) await new Promise((resolve) => setImmediate(resolve));
      client.reset();
    }
    await readers.open(0, 0);
    await expect.poll(() => test.metric('ketqua_event_streams_open')).toBe(0);
  });

  it('are not for queries and mutations', async () => {
    const { response } = await open(await test.token(accountViewer()), { query: '{ __typename }' });
    expect(response.headers.get('content-type')).not.toMatch(/event-stream/);
  });

  it('end when the token has expired, with the code that a socket would be closed with', async () => {
    const stream = await open(await test.token(accountViewer(), 2));
    expect(await stream.next()).toEqual({
      event: 'next',
      data: {
        errors: [
          {
            message: 'The access token has expired',
            extensions: { code: 'STREAM_CLOSED', closeCode: 4401 },
          },
        ],
      },
    });
    expect(await stream.next()).toEqual({ event: 'complete', data: undefined });
    expect(await stream.next()).toBeUndefined();
  });

  it('end when the session is over, and when the roles of the account change', async () => {
    for (const [topic, closeCode] of [
      ['session.ended', 4403],
      ['account.roles-changed', 4401],
    ] as const) {
      const viewer = accountViewer();
      const stream = await open(await test.token(viewer));
      await test.stage.streams(1);
      const { accountId, sessionId } = viewer;
      await test.happened({
        topic,
        payload: topic === 'session.ended' ? { accountId, sessionId } : { accountId },
      } as never);
      expect(await stream.next()).toMatchObject({
        data: { errors: [{ extensions: { code: 'STREAM_CLOSED', closeCode } }] },
      });
      expect(await stream.next()).toEqual({ event: 'complete', data: undefined });
      await expect.poll(() => test.stage.released.listenerCount('released')).toBe(0);
    }
  });
});

describe('server-sent events of a gateway', () => {
  it('that ends say that they go on elsewhere, and hold it up for nothing', async () => {
    const test = await TestGateway.open('in-process');
    const stream = await TestEventStream.open(
      test.url,
      { query },
      { token: await test.token(accountViewer()) },
    );
    await test.stage.streams(1);
    await test.close();
    expect(await stream.next()).toMatchObject({
      data: { errors: [{ message: 'Going away', extensions: { closeCode: 1001 } }] },
    });
    expect(await stream.next()).toEqual({ event: 'complete', data: undefined });
  });

  it('count as sockets of their address', async () => {
    const rates = { account: 1_000, key: 1_000, address: 1_000, sockets: 2 };
    const test = await TestGateway.open('in-process', { rates });
    const token = await test.token(accountViewer());
    const socket = await TestSocket.open(test.url, token);
    await socket.next('connection_ack');
    const stream = await TestEventStream.open(test.url, { query }, { token });
    expect(stream.response.status).toBe(200);
    const third = await TestEventStream.open(test.url, { query }, { token });
    expect([third.response.status, third.response.headers.get('retry-after')]).toEqual([429, '60']);
    stream.close();
    await expect
      .poll(async () => {
        const next = await TestEventStream.open(test.url, { query }, { token });
        next.close();
        return next.response.status;
      })
      .toBe(200);
    socket.close();
    await test.close();
  });

  it('cut a reader who reads nothing: what is unread is bounded', async () => {
    const test = await TestGateway.open('in-process');
    const token = await test.token(accountViewer());
    const name = 'resultReleased { id cursor result { id lab { name partner { id name } } } }';
    const stalled = await stalledReader(test, token, `subscription { ${name} }`);
    await test.stage.streams(1);
    const long = 'x'.repeat(100_000);
    for (let sent = 0; sent < 200 && test.stage.released.listenerCount('released'); sent++) {
      test.stage.release(`${sent}${long}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await expect.poll(() => test.stage.released.listenerCount('released')).toBe(0);
    stalled.destroy();
    await test.close();
  });
});

/** A client that asks for a stream and never reads it. */
async function stalledReader(test: TestGateway, token: string, asked: string) {
  const { connect } = await import('node:net');
  const { port, hostname } = new URL(test.url);
  const socket = connect(Number(port), hostname);
  socket.pause();
  const body = JSON.stringify({ query: asked });
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return socket;
}
