import { happened } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';
import { nextEventIds, TestReaders } from '../testing/test-readers.js';
import { TestSocket } from '../testing/test-socket.js';

const query =
  'subscription ($after: String) { resultReleased(after: $after) { id cursor result { lab { name } } } }';

describe.each(['in-process', 'remote'] as const)('subscriptions of one scope over %s subgraphs', (mode) => {
  let test: TestGateway;
  let readers: TestReaders;
  beforeAll(async () => {
    test = await TestGateway.open(mode);
    readers = new TestReaders(test);
  });
  afterEach(() => readers.leave());
  afterAll(() => test.close());

  it('share one stream and one completion of each event', async () => {
    const token = await test.token(accountViewer());
    const [one, two] = [await readers.socket(token), await readers.socket(token)];
    one.subscribe('1', query);
    two.subscribe('a', query, { unknown: 'is no part of what was asked' });
    two.subscribe('b', query);
    await readers.open(3, 1);
    const before = test.stage.calls.length;
    test.stage.release('1');
    expect(await nextEventIds(one, 1)).toEqual(['event-1']);
    expect(await nextEventIds(two, 1, 'a')).toEqual(['event-1']);
    expect(await nextEventIds(two, 1, 'b')).toEqual(['event-1']);
    expect(test.stage.calls.slice(before).map(({ subgraph }) => subgraph)).toEqual(['labs']);
    two.send({ type: 'complete', id: 'a' });
    await readers.open(2, 1);
    one.close();
    await readers.open(1, 1);
    test.stage.release('2');
    expect(await nextEventIds(two, 1)).toEqual(['event-2']);
    expect(two.messages).toEqual([]);
  });

  it('are apart where the session, the roles, the language or what is asked differ', async () => {
    const viewer = accountViewer();
    const token = await test.token(viewer);
    const tokens = [
      await test.token({ ...viewer, sessionId: 'another' }),
      await test.token({ ...viewer, roles: ['CITIZEN', 'ADMIN'] }),
      await test.token({ ...viewer, phoneIndex: 'another' }),
      await test.token({ ...viewer, codeVerifiedAt: 1 }),
    ];
    const all = [
      await readers.socket(token),
      await readers.socket(token, { 'accept-language': 'en' }),
      ...(await Promise.all(tokens.map((other) => readers.socket(other)))),
    ];
    for (const socket of all) socket.subscribe('1', query);
    all[0]!.subscribe('2', query.replace('cursor', ''));
    all[0]!.subscribe('3', query.replace('after: $after', 'after: $after, outcome: "DETECTED"'));
    await readers.open(all.length + 2, all.length + 2);
  });

  it('end for a session that is revoked; those of another session go on', async () => {
    const viewer = accountViewer();
    const token = await test.token(viewer);
    const [one, two] = [await readers.socket(token), await readers.socket(token)];
    const other = await readers.socket(await test.token({ ...viewer, sessionId: 'that goes on' }));
    for (const socket of [one, two, other]) socket.subscribe('1', query);
    await readers.open(3, 2);
    await test.happened(happened('session.ended', { sessionId: viewer.sessionId }));
    for (const socket of [one, two]) expect((await socket.closed).code).toBe(4403);
    await readers.open(1, 1);
    test.stage.release('3');
    expect(await nextEventIds(other, 1)).toEqual(['event-3']);
    expect([...one.messages, ...two.messages]).toEqual([]);
  });

  it('are joined by one that resumes once it has read what it missed, without gap or double', async () => {
    const token = await test.token(accountViewer());
    const [early, late] = [await readers.socket(token), await readers.socket(token)];
    const after = test.stage.cursorAt();
    early.subscribe('1', query);
    await readers.open(1, 1);
    for (const id of ['4', '5', '6']) test.stage.release(id);
    expect(await nextEventIds(early, 3)).toEqual(['event-4', 'event-5', 'event-6']);
    late.subscribe('1', query, { after });
    for (const id of ['7', '8']) test.stage.release(id);
    expect(await nextEventIds(late, 5)).toEqual(['event-4', 'event-5', 'event-6', 'event-7', 'event-8']);
    await expect.poll(() => test.stage.released.listenerCount('released')).toBe(1);
    test.stage.release('9');
    expect(await nextEventIds(late, 1)).toEqual(['event-9']);
    expect(await nextEventIds(early, 3)).toEqual(['event-7', 'event-8', 'event-9']);
    expect([...early.messages, ...late.messages]).toEqual([]);
  });

  it('tell one that is further on than they are nothing twice', async () => {
    const token = await test.token(accountViewer());
    const [early, ahead] = [await readers.socket(token), await readers.socket(token)];
    early.subscribe('1', query);
    await readers.open(1, 1);
    ahead.subscribe('1', query, { after: test.stage.cursorAt(test.stage.history.length + 1) });
    await readers.open(2, 1);
    for (const id of ['10', '11']) test.stage.release(id);
    expect(await nextEventIds(early, 2)).toEqual(['event-10', 'event-11']);
    expect(await nextEventIds(ahead, 1)).toEqual(['event-11']);
    expect(ahead.messages).toEqual([]);
  });

  it('are joined without gap or double by one that more passed by than may wait for it', async () => {
    const token = await test.token(accountViewer());
    const [early, late] = [await readers.socket(token), await readers.socket(token)];
    const after = test.stage.cursorAt();
    test.stage.release('missed');
    early.subscribe('1', query);
    await readers.open(1, 1);
    const held = Promise.withResolvers<void>();
    test.stage.missedHeld = held.promise;
    const streams = test.stage.signals.length;
    late.subscribe('1', query, { after });
    await expect.poll(() => test.stage.signals.length).toBe(streams + 1);
    const passing = Array.from({ length: 700 }, (_, index) => `passing-${index}`);
    for (const id of passing) test.stage.release(id);
    const passed = passing.map((id) => `event-${id}`);
    expect(await nextEventIds(early, passing.length)).toEqual(passed);
    held.resolve();
    expect(await idsUntil(late, passed.at(-1)!)).toEqual(['event-missed', ...passed]);
    test.stage.missedHeld = undefined;
    await readers.open(2, 1);
    test.stage.release('for both');
    expect(await nextEventIds(early, 1)).toEqual(['event-for both']);
    expect(await nextEventIds(late, 1)).toEqual(['event-for both']);
    expect([...early.messages, ...late.messages]).toEqual([]);
  });

  it('tell what was committed before they began, and could be read later, to those alone who resume', async () => {
    const token = await test.token(accountViewer());
    const [early, late, last] = [
      await readers.socket(token),
      await readers.socket(token),
      await readers.socket(token),
    ];
    const after = test.stage.cursorAt();
    early.subscribe('1', query);
    await readers.open(1, 1);
    late.subscribe('1', query, { after });
    await readers.open(2, 1);
    test.stage.release('committed earlier', 'NOT_DETECTED', true);
    test.stage.release('new');
    expect(await nextEventIds(late, 2)).toEqual(['event-committed earlier', 'event-new']);
    expect(await nextEventIds(early, 1)).toEqual(['event-new']);
    late.close();
    await readers.open(1, 1);
    const between = test.stage.cursorAt();
    const completions = test.stage.calls.length;
    test.stage.release('nobody waits for it', 'NOT_DETECTED', true);
    test.stage.release('newer');
    expect(await nextEventIds(early, 1)).toEqual(['event-newer']);
    expect(test.stage.calls.length).toBe(completions + 1);
    last.subscribe('1', query, { after: between });
    expect(await nextEventIds(last, 2)).toEqual(['event-nobody waits for it', 'event-newer']);
    expect([...early.messages, ...last.messages]).toEqual([]);
  });

  it('begin with what was missed where the one that resumes is the first', async () => {
    const socket = await readers.socket();
    const after = test.stage.cursorAt();
    for (const id of ['12', '13']) test.stage.release(id);
    socket.subscribe('1', query.replace('$after)', `"${after}")`).replace(/\(\$after: String\)/, ''));
    expect(await nextEventIds(socket, 2)).toEqual(['event-12', 'event-13']);
    await test.stage.streams(1);
    test.stage.release('14');
    expect(await nextEventIds(socket, 1)).toEqual(['event-14']);
  });

  it('go on under a supergraph that is loaded, without gap or double', async () => {
    const socket = await readers.socket();
    socket.subscribe('1', query);
    await readers.open(1, 1);
    test.stage.release('before');
    expect(await nextEventIds(socket, 1)).toEqual(['event-before']);
    const { supergraphSdl } = test;
    const signals = test.stage.signals.length;
    expect(test.gateway.load('type Query { broken: ')).toBe(false);
    expect(test.gateway.load(supergraphSdl.replace(/\n {2}me:([^\n]*)/, '$&\n  meAgain:$1'))).toBe(true);
    test.stage.release('between');
    await expect.poll(() => test.stage.signals.length).toBe(signals + 1);
    await readers.open(1, 1);
    test.stage.release('after');
    expect(await nextEventIds(socket, 2)).toEqual(['event-between', 'event-after']);
    expect(socket.messages).toEqual([]);
    expect(test.gateway.load(supergraphSdl)).toBe(true);
  });

  it('end with what is wrong where they have no meaning under a supergraph that is loaded', async () => {
    const socket = await readers.socket();
    socket.subscribe('1', 'subscription { resultReleased { id cursor } }');
    await readers.open(1, 1);
    expect(test.gateway.load(test.supergraphSdl.replace(/\n {2}cursor: String!/, ''))).toBe(true);
    expect((await socket.next('next', '1')).payload).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    await socket.next('complete', '1');
    expect(test.gateway.load(test.supergraphSdl)).toBe(true);
  });

  it('ask for the entities of one event once, however many shares of one scope complete it', async () => {
    const socket = await readers.socket();
    const names = ['one', 'two', 'three', 'four', 'five'];
    for (const name of names) {
      socket.subscribe(name, `subscription { ${name}: resultReleased { result { lab { name } } } }`);
    }
    await readers.open(names.length, names.length);
    const before = test.stage.calls.length;
    test.stage.release('for all');
    for (const name of names) await socket.next('next', name);
    expect(test.stage.calls.slice(before).map(({ subgraph }) => subgraph)).toEqual(['labs']);
  });

  it('ask for the entities of several events in one request', async () => {
    const socket = await readers.socket();
    socket.subscribe('1', query);
    await test.stage.streams(1);
    const before = test.stage.calls.length;
    for (let index = 0; index < 40; index++) test.stage.release(`many-${index}`);
    const expected = Array.from({ length: 40 }, (_, index) => `event-many-${index}`);
    expect(await nextEventIds(socket, 40)).toEqual(expected);
    expect(test.stage.calls.length - before).toBeLessThan(20);
  });
});

/** The ids of the next events of a socket, up to one of them. */
async function idsUntil(socket: TestSocket, last: string): Promise<string[]> {
  const ids: string[] = [];
  while (ids.at(-1) !== last) ids.push(...(await nextEventIds(socket, 1)));
  return ids;
}

describe('a subscription whose subgraph goes away', () => {
  it('goes on where it was when the subgraph is back, without gap or double', async () => {
    const test = await TestGateway.open('remote');
    const token = await test.token(accountViewer());
    const socket = await TestSocket.open(test.url, token);
    await socket.next('connection_ack');
    socket.subscribe('1', 'subscription { resultReleased { id } }');
    await test.stage.streams(1);
    test.stage.release('1');
    await socket.next('next', '1');
    const restart = await test.stop('results');
    await expect.poll(() => test.stage.released.listenerCount('released')).toBe(0);
    test.stage.release('2');
    await restart();
    await test.stage.streams(1);
    test.stage.release('3');
    for (const id of ['2', '3']) {
      expect((await socket.next('next', '1')).payload).toEqual({
        data: { resultReleased: { id: `event-${id}` } },
      });
    }
    expect(socket.messages).toEqual([]);
    socket.close();
    await test.close();
  });

  it('ends with STREAM_INTERRUPTED where the subgraph stays away, and can be resumed', async () => {
    const test = await TestGateway.open('remote', { streamPatience: 1_000 });
    const socket = await TestSocket.open(test.url, await test.token(accountViewer()));
    await socket.next('connection_ack');
    const after = test.stage.cursorAt();
    socket.subscribe('1', query);
    await test.stage.streams(1);
    const restart = await test.stop('results');
    const lostAt = performance.now();
    test.stage.release('meanwhile');
    expect((await socket.next('next', '1')).payload).toMatchObject({
      errors: [{ extensions: { code: 'STREAM_INTERRUPTED' } }],
    });
    // A second is enough; a busy machine gets more. Where nothing is said it would be a minute.
    expect(performance.now() - lostAt).toBeLessThan(10_000);
    await socket.next('complete', '1');
    expect(await test.metric('ketqua_subscription_shares')).toBe(0);
    await restart();
    socket.subscribe('2', query, { after });
    expect(await nextEventIds(socket, 1, '2')).toEqual(['event-meanwhile']);
    socket.close();
    await test.close();
  });

  it('ends with STREAM_INTERRUPTED where nobody knows how far it came, and can be opened again', async () => {
    const test = await TestGateway.open('remote');
    const socket = await TestSocket.open(test.url, await test.token(accountViewer()));
    await socket.next('connection_ack');
    socket.subscribe('1', 'subscription { deafStream }');
    await expect.poll(() => test.stage.signals.length).toBe(1);
    const restart = await test.stop('results');
    const interrupted = { errors: [{ extensions: { code: 'STREAM_INTERRUPTED' } }] };
    expect((await socket.next('next', '1')).payload).toMatchObject(interrupted);
    await socket.next('complete', '1');
    socket.subscribe('2', 'subscription { resultReleased { id } }');
    expect((await socket.next('next', '2')).payload).toMatchObject(interrupted);
    await socket.next('complete', '2');
    await restart();
    socket.subscribe('3', 'subscription { resultReleased { id } }');
    await test.stage.streams(1);
    test.stage.release('9');
    expect((await socket.next('next', '3')).payload).toEqual({ data: { resultReleased: { id: 'event-9' } } });
    socket.close();
    await test.close();
  });
});
