import { setTimeout as sleep } from 'node:timers/promises';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../limits/limits.js';
import { ForeignSupergraph } from '../testing/foreign-supergraph.js';
import { RawConnection } from '../testing/raw-connection.js';
import { TestGateway } from '../testing/test-gateway.js';

let test: TestGateway;
beforeAll(async () => {
  test = await TestGateway.open('in-process');
});
afterAll(() => test.close());

const upgrade = [
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
];
const question = '{"query":"{ me { kind } }"}';
const asked = ['POST /graphql HTTP/1.1', 'Content-Type: application/json'];

describe('a connection', () => {
  it.each([
    ['another path', ['GET /other HTTP/1.1', 'Upgrade: websocket', ...upgrade], 404],
    [
      'a page of another origin',
      ['GET /graphql HTTP/1.1', 'Upgrade: websocket', 'Origin: http://evil.example', ...upgrade],
      403,
    ],
    ['two hosts', ['GET /graphql HTTP/1.1', 'Upgrade: websocket', ...upgrade, 'Host: other.example'], 400],
  ])(
    'whose upgrade is refused for %s is closed, whether or not its client closes it',
    async (_what, head, status) => {
      const client = await RawConnection.open(test.url);
      client.request(head);
      await client.ended;
      expect(client.answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      // What is written to a connection that is gone is answered with a reset.
      while (!client.socket.closed) {
        client.socket.write('x');
        await sleep(10);
      }
    },
  );

  it('that would change to another protocol is answered in this one', async () => {
    const client = await RawConnection.open(test.url);
    client.request(
      [...asked, 'Upgrade: h2c', 'Connection: Upgrade, HTTP2-Settings', 'HTTP2-Settings: AAMAAABkAAQAAP__'],
      question,
    );
    await expect.poll(() => client.answer).toContain('anonymous');
    expect(client.answer).toMatch(/^HTTP\/1.1 200 /);
    client.reset();
  });

  it('may send a few requests at once, which are answered in turn', async () => {
    const client = await RawConnection.open(test.url);
    for (let count = 0; count < 8; count++) client.request(asked, question);
    await expect.poll(() => client.answer.match(/"anonymous"/g)?.length).toBe(8);
    client.reset();
  });

  it('is cut where too many requests wait behind a stream', async () => {
    const token = await test.token(accountViewer());
    const client = await RawConnection.open(test.url);
    const head = [...asked, `Authorization: Bearer ${token}`];
    client.request(
      [...head, 'Accept: text/event-stream'],
      '{"query":"subscription { resultReleased { id } }"}',
    );
    await test.stage.streams(1);
    for (let count = 0; count < limits.pipelined; count++) client.request(head, question);
    await client.ended;
    await expect.poll(() => test.stage.released.listenerCount('released')).toBe(0);
  });
});

it('a client that does not read its answer is cut, and one that reads it is not', async () => {
  const sdl = 'type Query { long: String }';
  const long = 'x'.repeat(20_000_000);
  const texts = await ForeignSupergraph.open(
    { texts: { sdl, resolvers: { Query: { long: () => long } } } },
    { readingPatience: 1_000 },
  );
  const [deaf, reading] = [await RawConnection.open(texts.url), await RawConnection.open(texts.url)];
  for (const client of [deaf, reading]) client.request(asked, '{"query":"{ long }"}');
  deaf.socket.pause();
  await expect.poll(() => reading.answer.length).toBeGreaterThan(long.length);
  // What is left of an answer that was cut is little: what had been sent before.
  await sleep(1_500);
  deaf.socket.resume();
  await deaf.ended;
  expect(deaf.answer.length).toBeLessThan(long.length);
  reading.reset();
  await texts.close();
});

describe('an address', () => {
  it('in absolute form stands for its path', async () => {
    const client = await RawConnection.open(test.url);
    client.request([`POST ${test.url}?from=proxy HTTP/1.1`, 'Content-Type: application/json'], question);
    await expect.poll(() => client.answer).toContain('anonymous');
    client.reset();
  });

  it('with two hosts is none', async () => {
    const client = await RawConnection.open(test.url);
    client.request([...asked, 'HOST: other.example', 'Connection: close'], question);
    await client.ended;
    expect(client.answer).toMatch(/^HTTP\/1.1 400 /);
    expect(client.answer).not.toContain('anonymous');
    client.reset();
  });
});

it('an address that is none is answered without a page', async () => {
  for (const address of ['http://[', '//[', '/%', '/\\..', 'x']) {
    const client = await RawConnection.open(test.url);
    client.request([`GET ${address} HTTP/1.1`, 'Connection: close']);
    await client.ended;
    expect(client.answer.split('\r\n')[0]).toMatch(/^HTTP\/1.1 (400|404) /);
    expect(client.answer).not.toContain('<!DOCTYPE');
    client.reset();
  }
});
