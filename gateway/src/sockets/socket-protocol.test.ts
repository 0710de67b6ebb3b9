import { once } from 'node:events';
import { happened } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { limits } from '../limits/limits.js';
import { clientFrame } from '../testing/raw-connection.js';
import { TestGateway } from '../testing/test-gateway.js';
import { TestSocket } from '../testing/test-socket.js';
import { type CloseCode, closeCodes } from './close-codes.js';

const released = 'subscription { resultReleased { id } }';

let test: TestGateway;
/** The codes with which sockets of these tests were closed. */
const seen = new Set<number>();
beforeAll(async () => {
  test = await TestGateway.open('in-process');
});
afterAll(() => test.close());

async function acknowledged(viewer = accountViewer(), seconds = 900): Promise<TestSocket> {
  const socket = await TestSocket.open(test.url, await test.token(viewer, seconds));
  await socket.next('connection_ack');
  return socket;
}

async function expectClose(socket: TestSocket, { code, reason }: CloseCode): Promise<void> {
  expect(await socket.closed).toEqual({ code, reason });
  seen.add(code);
}

describe('graphql-transport-ws', () => {
  it.each([
    ['text that is no JSON', 'hello'],
    ['JSON that is no object', '[]'],
    ['a type that nobody knows', '{"type":"start","id":"1"}'],
    ['no type', '{}'],
    ["a message of the server's", '{"type":"next","id":"1","payload":{}}'],
    ['a payload of connection_init that is no object', '{"type":"connection_init","payload":"token"}'],
    ['a subscription without an id', `{"type":"subscribe","payload":{"query":"${released}"}}`],
    ['a subscription with an empty id', `{"type":"subscribe","id":"","payload":{"query":"${released}"}}`],
    ['a subscription without a document', '{"type":"subscribe","id":"1","payload":{}}'],
    ['variables that are no object', '{"type":"subscribe","id":"1","payload":{"query":"x","variables":[]}}'],
    [
      'an operation name that is no text',
      '{"type":"subscribe","id":"1","payload":{"query":"x","operationName":1}}',
    ],
    ['a complete without an id', '{"type":"complete"}'],
  ])('closes with 4400 on %s', async (_what, frame) => {
    const socket = await TestSocket.connect(test.url);
    socket.socket.send(frame);
    await expectClose(socket, closeCodes.badRequest);
  });

  it('closes with 4400 on a binary frame', async () => {
    const socket = await acknowledged();
    socket.socket.send(Buffer.from('{"type":"ping"}'));
    await expectClose(socket, closeCodes.badRequest);
  });

  it('closes with 4401 on a subscription before the acknowledgement, and on a token that expires', async () => {
    const hasty = await TestSocket.connect(test.url);
    hasty.subscribe('1', released);
    await expectClose(hasty, closeCodes.unauthorized);
    const expiring = await acknowledged(accountViewer(), 2);
    expiring.subscribe('1', released);
    await expectClose(expiring, closeCodes.expired);
  });

  it('closes with 4401 when the roles of the account change, and with 4403 when its session ends', async () => {
    const viewer = accountViewer();
    const promoted = await acknowledged(viewer);
    await test.happened(happened('account.roles-changed', { accountId: viewer.accountId }));
    await expectClose(promoted, closeCodes.rolesChanged);
    const other = accountViewer();
    const revoked = await acknowledged(other);
    await test.happened(happened('session.ended', { sessionId: other.sessionId }));
    await expectClose(revoked, closeCodes.revoked);
    const late = await TestSocket.open(test.url, await test.token(other));
    await expectClose(late, closeCodes.invalid);
  });

  it('closes with 4406 where no subprotocol is offered', async () => {
    const socket = new WebSocket(test.url.replace(/^http/, 'ws'));
    const [code, reason] = await new Promise<[number, string]>((resolve) => {
      socket.once('close', (closed, text) => resolve([closed, String(text)]));
    });
    expect({ code, reason }).toMatchObject({
      code: closeCodes.subprotocol.code,
      reason: closeCodes.subprotocol.reason,
    });
    seen.add(code);
  });

  it('closes with 4408 where nobody introduces himself', async () => {
    await expectClose(await TestSocket.connect(test.url), closeCodes.initTimeout);
  });

  it('closes with 4409 on a second subscription of one id, which is free again once it ended', async () => {
    const socket = await acknowledged();
    socket.subscribe('1', released);
    socket.send({ type: 'complete', id: '1' });
    socket.subscribe('1', released);
    socket.subscribe('1', 'subscription { other: resultReleased { id } }');
    await expectClose(socket, closeCodes.duplicateSubscriber);
  });

  it('closes with 4429 on a second connection_init, and on too many frames', async () => {
    const twice = await acknowledged();
    twice.send({ type: 'connection_init' });
    await expectClose(twice, closeCodes.tooManyInits);
    const busy = await acknowledged();
    for (let index = 0; index <= limits.framesPerTenSeconds; index++) busy.send({ type: 'ping' });
    await expectClose(busy, closeCodes.tooManyMessages);
  });

  it('closes with 4429 on too many pings of RFC 6455, which it would answer without end', async () => {
    const socket = await acknowledged();
    const { socket: client } = socket;
    // Its library cuts who sends many at once; these wait for their answers.
    while (client.readyState === WebSocket.OPEN) {
      client.ping();
      await Promise.race([once(client, 'pong'), socket.closed]);
    }
    await expectClose(socket, closeCodes.tooManyMessages);
  });

  it.each([
    ['a reserved bit', closeCodes.protocolError, [clientFrame(1, '{}', { reserved: 4 })]],
    ['an opcode that nobody knows', closeCodes.protocolError, [clientFrame(3)]],
    ['a frame that is not masked', closeCodes.protocolError, [Buffer.from([0x81, 2, 0x7b, 0x7d])]],
    ['a continuation of nothing', closeCodes.protocolError, [clientFrame(0, '{}')]],
    ['a length of 2^63', closeCodes.frameTooLarge, [Buffer.from([0x81, 0xff, ...Array(12).fill(0xff)])]],
    ['a ping in pieces', closeCodes.protocolError, [clientFrame(9, '', { isLast: false })]],
    ['a close frame without its code', closeCodes.protocolError, [clientFrame(8, 'x')]],
    [
      'a close code that nobody may send',
      closeCodes.protocolError,
      [clientFrame(8, Buffer.from([0x03, 0xed]))],
    ],
    ['a text that is not UTF-8', closeCodes.invalidText, [clientFrame(1, Buffer.from([0xc3, 0x28]))]],
    [
      'a message in too many pieces',
      closeCodes.tooManyFragments,
      [
        clientFrame(1, '', { isLast: false }),
        ...Array.from({ length: limits.fragments + 1 }, () => clientFrame(0, '', { isLast: false })),
      ],
    ],
  ] as const)('closes with the code of RFC 6455 on %s', async (_what, code, frames) => {
    const socket = await acknowledged();
    socket.sendBytes(Buffer.concat([...frames]));
    await expectClose(socket, code);
  });

  it('closes with 1009 on a frame that is too large', async () => {
    const socket = await acknowledged();
    socket.send({ type: 'ping', payload: { text: 'x'.repeat(limits.frame) } });
    await expectClose(socket, closeCodes.frameTooLarge);
  });

  it('cuts a reader that is too slow with 4420', async () => {
    const socket = await acknowledged();
    socket.subscribe('1', 'subscription { endless }');
    await socket.next('next', '1');
    socket.socket.pause();
    // Until more is unread than the gateway and the network hold.
    await expect.poll(() => openSubscriptions()).toBe(0);
    socket.socket.resume();
    await expectClose(socket, closeCodes.slowReader);
  });

  it('answers a ping with its payload, and a pong with nothing', async () => {
    const socket = await TestSocket.connect(test.url);
    socket.send({ type: 'pong' });
    socket.send({ type: 'ping', payload: { at: 1 } });
    socket.send({ type: 'ping' });
    expect(await socket.next('pong')).toEqual({ type: 'pong', payload: { at: 1 } });
    expect(await socket.next('pong')).toEqual({ type: 'pong' });
    expect(socket.messages).toEqual([]);
    socket.close();
  });

  it('tells what is wrong with a subscription in an error, after which its id is free', async () => {
    const socket = await acknowledged();
    socket.subscribe('1', 'subscription { nothing }');
    expect(await socket.next('error', '1')).toMatchObject({
      payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    socket.subscribe('1', released);
    await test.stage.streams(1);
    test.stage.release('1');
    expect(await socket.next('next')).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { resultReleased: { id: 'event-1' } } },
    });
    socket.send({ type: 'complete', id: '1' });
    await expect.poll(() => openSubscriptions()).toBe(0);
    socket.close();
    expect(socket.messages).toEqual([]);
  });

  it('closes with 4500 on what was not foreseen', async () => {
    const other = await TestGateway.open('in-process');
    const token = await other.token(accountViewer());
    other.tokens.read = () => Promise.reject(new Error('the key is gone'));
    const socket = await TestSocket.open(other.url, token);
    await expectClose(socket, closeCodes.internalError);
    await other.close();
  });

  it('closes with 1001 when the gateway ends', async () => {
    const other = await TestGateway.open('in-process');
    const socket = await TestSocket.open(other.url);
    await socket.next('connection_ack');
    await other.close();
    await expectClose(socket, closeCodes.goingAway);
  });

  it('has no other code', () => {
    expect([...seen].sort()).toEqual([...new Set(Object.values(closeCodes).map(({ code }) => code))].sort());
  });
});

async function openSubscriptions(): Promise<number> {
  const metrics = await (await fetch(`${test.gateway.url}/metrics`)).text();
  return Number(/^ketqua_subscriptions_open (\d+)$/m.exec(metrics)![1]);
}
