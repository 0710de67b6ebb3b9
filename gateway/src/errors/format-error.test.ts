import { Writable } from 'node:stream';
import { openLog } from '@ketqua/platform';
import { accountViewer } from '@ketqua/platform/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';
import { TestSocket } from '../testing/test-socket.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let test: TestGateway;
afterEach(() => test.close());

interface Told {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly id?: string };
}

/** A gateway and the lines of its log. */
async function open(settings = {}): Promise<{ id?: string; msg: string }[]> {
  const lines: { id?: string; msg: string }[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      for (const line of String(chunk).trim().split('\n')) lines.push(JSON.parse(line));
      done();
    },
  });
  test = await TestGateway.open('in-process', settings, openLog('test', 'info', sink as never));
  return lines;
}

async function subscribed(): Promise<TestSocket> {
  const socket = await TestSocket.open(test.url, await test.token(accountViewer()));
  await socket.next('connection_ack');
  return socket;
}

describe('an error that was not foreseen', () => {
  it('is told to the caller by an id alone, which the log has beside its cause, over HTTP and on a socket', async () => {
    const lines = await open();
    const { body } = await test.post('{ failing }');
    const [overHttp] = body.errors as unknown as Told[];
    const socket = await subscribed();
    socket.subscribe('1', 'subscription { resultReleased { id } }');
    await test.stage.streams(1);
    test.stage.release('broken');
    const message = await Promise.race([socket.next('error', '1'), socket.next('next', '1')]);
    const payload = message.payload as Told[] | { errors: Told[] };
    const [onSocket] = Array.isArray(payload) ? payload : payload.errors;
    for (const told of [overHttp!, onSocket!]) {
      expect(told.extensions).toEqual({
        code: 'INTERNAL_SERVER_ERROR',
        id: expect.stringMatching(uuid) as string,
      });
      expect(JSON.stringify(told)).not.toContain('Nguyen Van A');
    }
    socket.close();
    // A subgraph's own errors are in the subgraph's log, and in the line of the request here.
    const said = JSON.stringify(lines);
    expect(said).toContain(overHttp!.extensions.id);
    expect(said).not.toContain('Nguyen Van A');
  });
});

describe('an error of a document', () => {
  it('suggests names of the schema only where that may be read', async () => {
    const messages = async () => {
      const overHttp = (await test.post('{ mee { kind } }')).body.errors![0]!.message;
      const socket = await subscribed();
      socket.subscribe('1', 'subscription { resultReleasedd { id } }');
      const [onSocket] = (await socket.next('error', '1')).payload as Told[];
      socket.close();
      return `${overHttp} ${onSocket!.message}`;
    };
    await open({ introspection: true });
    expect((await messages()).match(/Did you mean/g)).toHaveLength(2);
    await test.close();
    await open({ introspection: false });
    expect(await messages()).not.toMatch(/Did you mean|"me"|"resultReleased"/);
  });
});
