import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';
import { TestReaders } from '../testing/test-readers.js';
import { TestSocket } from '../testing/test-socket.js';

describe.each(['in-process', 'remote'] as const)('a subscription over %s subgraphs', (mode) => {
  let test: TestGateway;
  let readers: TestReaders;
  beforeAll(async () => {
    test = await TestGateway.open(mode);
    readers = new TestReaders(test);
  });
  afterEach(() => readers.leave());
  afterAll(() => test.close());

  it('completes each event from the other subgraphs, as the subscriber', async () => {
    const socket = await readers.socket();
    socket.subscribe(
      '1',
      `subscription Watch($outcome: String, $withLab: Boolean!) {
        hit: resultReleased(outcome: $outcome) {
          __typename
          eventId: id
          result { ...Shown outcome }
        }
      }
      fragment Shown on TestResult { id place: lab @include(if: $withLab) { title: name viewerKind __typename } }`,
      { outcome: 'DETECTED', withLab: true },
    );
    await test.stage.streams(1);
    test.stage.release('1', 'NOT_DETECTED');
    test.stage.release('2', 'DETECTED');
    test.stage.release('3', 'DETECTED');
    for (const id of ['2', '3']) {
      expect((await socket.next('next', '1')).payload).toEqual({
        data: {
          hit: {
            __typename: 'ResultReleasedEvent',
            eventId: `event-${id}`,
            result: {
              id,
              place: { title: `Lab of-${id}`, viewerKind: 'account', __typename: 'Lab' },
              outcome: 'DETECTED',
            },
          },
        },
      });
    }
  });

  it('comes back to the subgraph that the event is from, where the way leads there again', async () => {
    const socket = await readers.socket();
    socket.subscribe('1', 'subscription { resultReleased { result { lab { partner { resultCount } } } } }');
    await test.stage.streams(1);
    test.stage.release('1');
    expect((await socket.next('next', '1')).payload).toEqual({
      data: { resultReleased: { result: { lab: { partner: { resultCount: 'of-1-partner'.length } } } } },
    });
  });

  it('keeps each subscriber its own variables and language on the shared way', async () => {
    const [one, two] = [await readers.socket(), await readers.socket()];
    const query = 'subscription ($o: String) { resultReleased(outcome: $o) { id result { lab { name } } } }';
    one.subscribe('1', query, { o: 'DETECTED' });
    two.subscribe('1', query, { o: 'NOT_DETECTED' });
    await test.stage.streams(2);
    test.stage.release('5', 'NOT_DETECTED');
    test.stage.release('6', 'DETECTED');
    expect((await one.next('next')).payload).toMatchObject({ data: { resultReleased: { id: 'event-6' } } });
    expect((await two.next('next')).payload).toMatchObject({ data: { resultReleased: { id: 'event-5' } } });
    expect([...one.messages, ...two.messages]).toEqual([]);
  });

  it('gives null and an error with its path where an entity cannot be had, and goes on', async () => {
    const socket = await readers.socket();
    socket.subscribe('1', 'subscription { resultReleased { id result { id failing: lab { name } } } }');
    await test.stage.streams(1);
    test.stage.failLabs = true;
    test.stage.release('1');
    expect((await socket.next('next', '1')).payload).toEqual({
      data: { resultReleased: { id: 'event-1', result: { id: '1', failing: null } } },
      errors: [
        {
          message: 'Something went wrong on our side',
          path: ['resultReleased', 'result', 'failing'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.any(String) },
        },
      ],
    });
    test.stage.failLabs = false;
    test.stage.release('2');
    expect((await socket.next('next', '1')).payload).toMatchObject({
      data: { resultReleased: { result: { failing: { name: 'Lab of-2' } } } },
    });
  });

  it('ends at its source when the client completes it, and when its socket goes', async () => {
    const socket = await readers.socket();
    socket.subscribe('1', 'subscription { resultReleased { id } }');
    socket.subscribe('2', 'subscription { other: resultReleased { id } }');
    await test.stage.streams(2);
    const [first, second] = test.stage.signals.slice(-2);
    socket.send({ type: 'complete', id: '1' });
    await expect.poll(() => first!.aborted || second!.aborted).toBe(true);
    await expect.poll(() => test.stage.released.listenerCount('released')).toBe(1);
    socket.socket.terminate();
    await expect.poll(() => first!.aborted && second!.aborted).toBe(true);
    await expect.poll(() => test.stage.released.listenerCount('released')).toBe(0);
    expect(await test.metric('ketqua_subscriptions_open')).toBe(0);
  });

  it('lets go of a source that never looks at its signal', async () => {
    const socket = await readers.socket();
    const opened = test.stage.signals.length;
    socket.subscribe('1', 'subscription { deafStream }');
    await expect.poll(() => test.stage.signals.length).toBe(opened + 1);
    await expect.poll(() => test.metric('ketqua_subscriptions_open')).toBe(1);
    socket.close();
    await expect.poll(() => test.metric('ketqua_subscriptions_open')).toBe(0);
    expect(test.stage.signals.at(-1)!.aborted).toBe(true);
  });

  it('is judged by its subgraph when it opens: nobody is told to sign in', async () => {
    const socket = await TestSocket.open(test.url);
    await socket.next('connection_ack');
    socket.subscribe('1', 'subscription { resultReleased { id } }');
    expect((await socket.next('next', '1')).payload).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    await socket.next('complete', '1');
    socket.close();
  });

  it('tells a cursor that cannot be resumed from, and masks what was not foreseen', async () => {
    const socket = await readers.socket();
    socket.subscribe('1', 'subscription { resultReleased(after: "too-old") { id } }');
    expect((await socket.next('next', '1')).payload).toMatchObject({
      errors: [{ extensions: { code: 'CURSOR_EXPIRED' } }],
    });
    await socket.next('complete', '1');
    await expect.poll(() => test.stage.released.listenerCount('released')).toBe(0);
    socket.subscribe('2', 'subscription { resultReleased { id } }');
    await test.stage.streams(1);
    test.stage.release('broken');
    const { payload } = await socket.next('next', '2');
    expect(payload).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(JSON.stringify(payload)).not.toContain('Nguyen');
    await socket.next('complete', '2');
  });
});
