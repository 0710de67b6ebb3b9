import { RequestSigner, signatureHeader } from '@ketqua/platform';
import { testKey } from '@ketqua/platform/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { GatewaySettings } from '../gateway-settings.js';
import {
  type ForeignStream,
  type ForeignSubgraph,
  ForeignSupergraph,
} from '../testing/foreign-supergraph.js';
import { TestSocket } from '../testing/test-socket.js';

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9")
  scalar Anything
  type Query { now: Int }
  type Subscription { ticked(after: String): Tick }
  type Tick { id: ID! anything: Anything }
`;
const query = 'subscription ($after: String) { ticked(after: $after) { id anything } }';
const tick = (id: string, anything: unknown = null) => ({ data: { ticked: { id, anything } } });

/** A socket to a gateway before a subgraph whose streams are written by hand; both are closed after the test. */
async function listening(
  stream: NonNullable<ForeignSubgraph['stream']>,
  given: Partial<GatewaySettings> = {},
  signer?: RequestSigner,
): Promise<TestSocket> {
  const clocks = await ForeignSupergraph.open({ clocks: { sdl, stream } }, given, signer);
  const socket = await TestSocket.open(clocks.url);
  onTestFinished(async () => {});
  await socket.next('connection_ack');
  return socket;
}

describe("a stream of somebody else's subgraph", () => {
  it('is opened for each cursor anew: it cannot be joined where it has come to', async () => {
    const socket = await listening(({ variables }, told) => told.next(tick(`behind ${variables?.after}`)));
    for (const after of ['1', '2']) socket.subscribe(`from ${after}`, query, { after });
    for (const after of ['1', '2']) {
      expect((await socket.next('next', `from ${after}`)).payload).toEqual(tick(`behind ${after}`));
    }
  });

  it('is not shared by those who give null and those who give nothing', async () => {
    const socket = await listening(({ variables }, told) => told.next(tick(JSON.stringify(variables ?? {}))));
    const withDefault = query.replace('$after: String', '$after: String = "7"');
    socket.subscribe('nothing', withDefault);
    socket.subscribe('null', withDefault, { after: null });
    expect((await socket.next('next', 'nothing')).payload).toEqual(tick('{}'));
    expect((await socket.next('next', 'null')).payload).toEqual(tick('{"after":null}'));
  });

  it.each([
    ['nothing', {}],
    ['no data and no word of why', { data: null }],
    ['data that are no object', { data: 'text' }],
    ['errors that are no list', { errors: 'text' }],
  ])('is interrupted where it tells %s', async (_what, told) => {
    const socket = await listening((_asked, stream) => stream.next(told));
    socket.subscribe('1', query);
    expect((await socket.next('next', '1')).payload).toMatchObject({
      errors: [{ extensions: { code: 'STREAM_INTERRUPTED' } }],
    });
    await socket.next('complete', '1');
  });

  it('is interrupted where its subgraph gives no sign of life', async () => {
    const socket = await listening((_asked, told) => told.fallSilent());
    socket.subscribe('1', query);
    // It is asked every ten seconds, and has five to answer.
    expect((await socket.next('next', '1')).payload).toMatchObject({
      errors: [{ extensions: { code: 'STREAM_INTERRUPTED' } }],
    });
  });

  it('is interrupted, and not over, where the subgraph ends another one twice', async () => {
    const streams: ForeignStream[] = [];
    const socket = await listening((_asked, told) => streams.push(told));
    socket.subscribe('other', query);
    socket.subscribe('ended', query, { after: '1' });
    await expect.poll(() => streams.length).toBe(2);
    streams[1]!.complete();
    streams[1]!.complete();
    expect((await socket.next('next', 'other')).payload).toMatchObject({
      errors: [{ extensions: { code: 'STREAM_INTERRUPTED' } }],
    });
  });

  it('may tell what is too deep to be written: that event is an error, and the next one is told', async () => {
    const depth = 200_000;
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    let stream!: ForeignStream;
    const socket = await listening((asked, told) => {
      stream = told;
      if (asked.query.includes('anything'))
        told.next(JSON.stringify(tick('1', 'deep')).replace('"deep"', deep));
      else told.next(`{"errors":[{"message":"no","extensions":{"why":${deep}}}]}`);
    });
    socket.subscribe('1', query);
    expect((await socket.next('next', '1')).payload).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    stream.next(tick('2'));
    expect((await socket.next('next', '1')).payload).toEqual(tick('2'));
    socket.subscribe('2', query.replace('anything', 'id'));
    expect((await socket.next('next', '2')).payload).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
  });
});

it('a stream whose socket is closed with whatever code is opened behind its last event, signed anew', async () => {
  const asked: unknown[] = [];
  const signatures = new Set<unknown>();
  const socket = await listening(
    ({ variables, extensions }, told) => {
      asked.push(variables?.ketqua_after);
      signatures.add(extensions?.[signatureHeader]);
      const count = asked.length;
      told.next({ extensions: { beginsAt: String(count) } });
      told.next({ ...tick(String(count)), extensions: { place: { cursor: `behind ${count}` } } });
      if (count < 3) told.close(1_000 + count - 1);
    },
    {},
    new RequestSigner(testKey),
  );
  socket.subscribe('1', query);
  for (const id of ['1', '2', '3']) expect((await socket.next('next', '1')).payload).toEqual(tick(id));
  expect(asked).toEqual([undefined, 'behind 1', 'behind 2']);
  expect(signatures.size).toBe(3);
});

it('a stream that opens and breaks, time and again, is given up like one that does not open', async () => {
  let count = 0;
  const socket = await listening(
    (_asked, told) => {
      count++;
      told.next({ extensions: { beginsAt: '7' } });
      // What was written is on its way before the socket goes.
      setTimeout(() => told.breakOff(), 20);
    },
    { streamPatience: 1_500 },
    new RequestSigner(testKey),
  );
  socket.subscribe('1', query);
  expect((await socket.next('next', '1')).payload).toMatchObject({
    errors: [{ extensions: { code: 'STREAM_INTERRUPTED' } }],
  });
  expect(count).toBeGreaterThan(1);
});
