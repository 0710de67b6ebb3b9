import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Failure } from '../console/failure.js';
import { LabConnection } from './lab-connection.js';

type Reply = { status?: number; body?: object; headers?: Record<string, string> } | 'cut';
const session = (expiresIn = 3_600_000): Reply => ({
  body: {
    data: {
      createLabSession: {
        __typename: 'LabSession',
        accessToken: 'token',
        expiresAt: new Date(Date.now() + expiresIn).toISOString(),
      },
    },
  },
});
const answer: Reply = { body: { data: { hello: 'world' } } };
const refusal = (code: string, more: object = {}): Reply => ({
  body: { errors: [{ message: code, extensions: { code, ...more } }] },
});

describe('a connection of a laboratory', () => {
  let server: Server | undefined;
  let asked: string[] = [];
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** Stands before the platform as a network and its proxies do: answers what it is told, one after another. */
  async function behind(replies: Reply[], total = 10_000): Promise<LabConnection> {
    asked = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        asked.push(body.includes('createLabSession') ? 'session' : 'query');
        const reply = replies.shift() ?? 'cut';
        if (reply === 'cut') return void request.socket.destroy();
        response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
        response.end(reply.body ? JSON.stringify(reply.body) : 'down');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new LabConnection({ url, key: () => 'key', language: 'en', patience: { total, longest: 20 } });
  }
  const failureOf = (asking: Promise<unknown>) =>
    asking.then(
      () => undefined,
      (error: Failure) => ({ exit: error.exit, code: error.code }),
    );

  it('opens one session for many requests', async () => {
    const lab = await behind([session(), answer, answer]);
    await lab.ask('{ hello }');
    expect(await lab.ask('{ hello }')).toEqual({ hello: 'world' });
    expect(asked).toEqual(['session', 'query', 'query']);
  });

  it.each<[string, Reply]>([
    ['was cut', 'cut'],
    ['met a proxy without a platform behind it', { status: 502 }],
    ['met a platform whose database is gone', refusal('INTERNAL_SERVER_ERROR')],
    ['met a platform of which a part is away', refusal('SUBGRAPH_UNAVAILABLE')],
  ])('tries again when it %s', async (_, reply) => {
    const lab = await behind([session(), reply, session(), answer]);
    expect(await lab.ask('{ hello }')).toEqual({ hello: 'world' });
  });

  it('waits as long as the platform asks when it sends too much', async () => {
    const lab = await behind([session(), refusal('RATE_LIMITED', { retryAfter: 1 }), session(), answer]);
    const start = performance.now();
    await lab.ask('{ hello }');
    expect(performance.now() - start).toBeGreaterThan(950);
  });

  it('renews its session once when that has expired, and takes a second refusal for the last word', async () => {
    const lab = await behind([session(), answer, refusal('UNAUTHENTICATED'), session(), answer]);
    await lab.ask('{ hello }');
    expect(await lab.ask('{ hello }')).toEqual({ hello: 'world' });
    const refused = await behind([session(), refusal('UNAUTHENTICATED')]);
    expect(await failureOf(refused.ask('{ hello }'))).toEqual({
      exit: 'KEY_REFUSED',
      code: 'UNAUTHENTICATED',
    });
  });

  it('opens another session before the first one ends', async () => {
    const lab = await behind([session(0), answer, session(), answer]);
    await lab.ask('{ hello }');
    await lab.ask('{ hello }');
    expect(asked).toEqual(['session', 'query', 'session', 'query']);
  });

  it('does not try a refused key again', async () => {
    const error = { __typename: 'InvalidLabKeyError', code: 'INVALID_LAB_KEY', message: 'no' };
    const lab = await behind([{ body: { data: { createLabSession: error } } }]);
    expect(await failureOf(lab.ask('{ hello }'))).toEqual({ exit: 'KEY_REFUSED', code: 'INVALID_LAB_KEY' });
    expect(asked).toEqual(['session']);
  });

  it('gives up when its patience ends', async () => {
    const lab = await behind([], 300);
    expect(await failureOf(lab.ask('{ hello }'))).toEqual({ exit: 'NOT_REACHABLE', code: 'NOT_REACHABLE' });
  });

  it('carries its token to no other address', async () => {
    const lab = await behind([session(), { status: 302, headers: { location: 'http://127.0.0.1:9/' } }]);
    expect(await failureOf(lab.ask('{ hello }'))).toEqual({ exit: 'NOT_REACHABLE', code: 'NOT_A_PLATFORM' });
    expect(asked).toEqual(['session', 'query']);
  });
});
