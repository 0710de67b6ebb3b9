import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  anonymous,
  type Caller,
  largestStreamFrame,
  RequestSigner,
  SlowSubscriberError,
  signatureHeader,
} from '@ketqua/platform';
import { testKey } from '@ketqua/platform/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { remoteSource } from './remote-source.js';
import type { SubgraphSource } from './subgraph-source.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const caller: Caller = { viewer: anonymous, locale: 'vi', address: '127.0.0.1', requestId: 'r' };
const well: Answer = (_request, response) => {
  response.end('{"data":{"ok":true}}');
};
const broken: Answer = (request) => {
  request.socket.destroy();
};

describe('a subgraph over the network', () => {
  let server: Server;
  let source: SubgraphSource;
  const signatures: unknown[] = [];
  let answers: Answer[] = [];
  let asked = 0;

  const open = async (given: { signer?: RequestSigner; deadline?: number } = {}) => {
    asked = 0;
    server = createServer((request, response) => {
      asked++;
      signatures.push(request.headers[signatureHeader]);
      (answers.length > 1 ? answers.shift()! : answers[0]!)(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    source = remoteSource({ name: 'labs', url, ...given });
  };
  afterEach(async () => {
    await source.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is asked a query again when its connection broke, and each time signed anew', async () => {
    answers = [broken, broken, well];
    await open({ signer: new RequestSigner(testKey) });
    signatures.length = 0;
    expect(await source.execute({ query: 'query Q { ok }' }, caller)).toEqual({ data: { ok: true } });
    expect(new Set(signatures).size).toBe(3);
  });

  it('is never sent a mutation twice', async () => {
    answers = [broken, well];
    await open();
    await expect(source.execute({ query: 'mutation M { ok }' }, caller)).rejects.toThrow('did not answer');
    expect(asked).toBe(1);
  });

  it('is given up when its client is gone, and that says nothing of it', async () => {
    answers = [() => undefined];
    await open();
    for (let n = 0; n < 8; n++) {
      const abort = new AbortController();
      const answer = source.execute({ query: '{ ok }' }, caller, { signal: abort.signal });
      const refused = expect(answer).rejects.toThrow('did not answer');
      await expect.poll(() => asked).toBe(n + 1);
      abort.abort();
      await refused;
    }
    answers = [well];
    expect(await source.execute({ query: '{ ok }' }, caller)).toEqual({ data: { ok: true } });
  });

  it('is waited for as long as whoever asked waits, and no longer than it may take', async () => {
    answers = [() => undefined];
    await open({ deadline: 30 });
    await expect(source.execute({ query: '{ ok }' }, caller)).rejects.toMatchObject({
      cause: { message: 'No answer in time' },
    });
    const until = Date.now() + 20;
    await source.close();
    await open({ deadline: 60_000 });
    await expect(source.execute({ query: '{ ok }' }, caller, { until })).rejects.toMatchObject({
      cause: { message: 'No answer in time' },
    });
  });

  it('is left alone for a moment after it did not answer, and asked again after it', async () => {
    answers = [broken];
    await open();
    const circuit: string[] = [];
    source.observe!({ retried: () => undefined, circuit: (state) => circuit.push(state) });
    for (let n = 0; n < 5; n++) {
      await source.execute({ query: 'mutation { ok }' }, caller).catch(() => undefined);
    }
    expect(circuit).toEqual(['OPEN']);
    const before = asked;
    await expect(source.execute({ query: '{ ok }' }, caller)).rejects.toThrow('did not answer');
    expect(asked).toBe(before);
    answers = [well];
    await expect
      .poll(() => source.execute({ query: '{ ok }' }, caller).catch(() => 'refused'))
      .toEqual({ data: { ok: true } });
    expect(circuit).toEqual(expect.arrayContaining(['OPEN', 'HALF_OPEN', 'CLOSED']));
    expect(circuit.at(-1)).toBe('CLOSED');
  });

  it.each([
    ['no JSON', (_: IncomingMessage, response: ServerResponse) => response.end('<html>')],
    ['no result', (_: IncomingMessage, response: ServerResponse) => response.end('{"ok":true}')],
    ['nothing at all', (_: IncomingMessage, response: ServerResponse) => response.end()],
    [
      'half an answer',
      (_: IncomingMessage, response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"data"');
        setTimeout(() => response.destroy(), 5);
      },
    ],
  ] as const)('did not answer where it answered with %s', async (_name, answer) => {
    answers = [answer as Answer];
    await open();
    await expect(source.execute({ query: '{ ok }' }, caller)).rejects.toThrow('did not answer');
    expect(asked).toBe(1);
  });

  it('is not asked for a stream in a frame that its socket would be closed for', async () => {
    answers = [well];
    await open({ signer: new RequestSigner(testKey) });
    const query = `subscription { ${'many '.repeat(largestStreamFrame / 5)} }`;
    expect(await source.subscribe({ query }, caller, new AbortController().signal)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(asked).toBe(0);
  });

  it('is cut off from a stream of which more waits than its reader may leave unread', async () => {
    answers = [well];
    await open();
    const sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' });
    const said: { type: string; id: string }[] = [];
    sockets.on('connection', (socket) => {
      socket.on('message', (frame) => {
        const message = JSON.parse(String(frame));
        said.push(message);
        if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
        if (message.type !== 'subscribe') return;
        const payload = { data: { ok: 'x'.repeat(1_000_000) } };
        for (let n = 0; n < 20; n++) socket.send(JSON.stringify({ id: message.id, type: 'next', payload }));
      });
    });
    const stream = await source.subscribe(
      { query: 'subscription { ok }' },
      caller,
      new AbortController().signal,
    );
    await expect.poll(() => said.map(({ type }) => type)).toContain('complete');
    const reader = (stream as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    await expect(reader.next()).rejects.toThrow(SlowSubscriberError);
  });

  it('may say with another status what was wrong, unless it is ours', async () => {
    const refusal: Answer = (_request, response) => {
      response.statusCode = 400;
      response.end('{"errors":[{"message":"no such field"}]}');
    };
    answers = [refusal];
    await open();
    expect(await source.execute({ query: '{ ok }' }, caller)).toEqual({
      errors: [{ message: 'no such field' }],
    });
    await source.close();
    server.close();
    await open({ signer: new RequestSigner(testKey) });
    await expect(source.execute({ query: '{ ok }' }, caller)).rejects.toThrow('did not answer');
  });
});
