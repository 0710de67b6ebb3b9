import { accountViewer } from '@ketqua/platform/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';
import { TestSocket } from '../testing/test-socket.js';
import { networkOf, type Rates } from './rate-limits.js';

const enough = 1_000_000;
const lab = { kind: 'lab', labId: 'lab-1', keyId: 'key-1', access: 'SUBMIT' } as const;

let test: TestGateway;
afterEach(() => test.close());

async function open(rates: Partial<Rates>, settings = {}): Promise<void> {
  const all = { account: enough, key: enough, address: enough, sockets: enough, ...rates };
  test = await TestGateway.open('in-process', { rates: all, ...settings });
}

const ask = (headers: Record<string, string> = {}) => test.post('{ me { kind } }', undefined, headers);
const as = async (viewer: Parameters<TestGateway['token']>[0]) => ({
  authorization: `Bearer ${await test.token(viewer)}`,
});

/** Asks until a minute's end is not between: the limit is counted within one. */
async function withinAMinute(act: () => Promise<void>): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 10_000) await new Promise((resolve) => setTimeout(resolve, left + 50));
  await act();
}

describe('whoever asks too often', () => {
  it('from one address is told when to come back, and reaches no subgraph', async () => {
    await open({ address: 3 });
    await withinAMinute(async () => {
      for (let index = 0; index < 3; index++) expect((await ask()).status).toBe(200);
      const calls = test.stage.calls.length;
      const { status, headers, body } = await ask(await as(accountViewer()));
      const { code, retryAfter } = body.errors![0]!.extensions as { code: string; retryAfter: number };
      expect([status, code]).toEqual([429, 'RATE_LIMITED']);
      expect(retryAfter).toBeGreaterThanOrEqual(1);
      expect(retryAfter).toBeLessThanOrEqual(60);
      expect(headers.get('retry-after')).toBe(String(retryAfter));
      expect(headers.get('content-type')).toContain('application/graphql-response+json');
      expect(test.stage.calls).toHaveLength(calls);
    });
  });

  it('with one account or one key is held back on every address, and nobody else is', async () => {
    await open({ account: 2, key: 2 }, { trustedProxies: 1 });
    await withinAMinute(async () => {
      for (const viewer of [accountViewer({ accountId: 'busy' }), lab]) {
        const headers = await as(viewer);
        for (const [from, status] of [
          ['203.0.113.1', 200],
          ['203.0.113.2', 200],
          ['203.0.113.3', 429],
        ] as const) {
          expect((await ask({ ...headers, 'x-forwarded-for': from })).status).toBe(status);
        }
      }
      expect((await ask(await as(accountViewer({ accountId: 'calm' })))).status).toBe(200);
      expect((await ask(await as({ ...lab, keyId: 'key-2' }))).status).toBe(200);
      for (let index = 0; index < 5; index++) expect((await ask()).status).toBe(200);
    });
  });

  it('is counted the same on sockets as over HTTP', async () => {
    await open({ account: 3 });
    await withinAMinute(async () => {
      const viewer = accountViewer();
      await ask(await as(viewer));
      await ask(await as(viewer));
      const socket = await TestSocket.open(test.url, await test.token(viewer));
      await socket.next('connection_ack');
      socket.subscribe('1', 'subscription { resultReleased { id } }');
      await test.stage.streams(1);
      socket.subscribe('2', 'subscription { resultReleased { id } }');
      const { payload } = await socket.next('error', '2');
      expect(payload).toEqual([
        expect.objectContaining({
          extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) as number },
        }),
      ]);
      test.stage.release('1');
      await socket.next('next', '1');
      expect((await ask(await as(viewer))).status).toBe(429);
      socket.close();
    });
  });

  it('opens no more sockets from an address than it may, until one is closed', async () => {
    await open({ sockets: 2 });
    const [first] = [await TestSocket.connect(test.url), await TestSocket.connect(test.url)];
    await expect(TestSocket.connect(test.url)).rejects.toThrow('429');
    first.close();
    await first.closed;
    await expect.poll(() => TestSocket.connect(test.url).then(() => 'open', String)).toBe('open');
  });

  it('opens sockets again and again no more often than it may ask', async () => {
    await open({ address: 2 });
    await withinAMinute(async () => {
      await TestSocket.connect(test.url);
      await TestSocket.connect(test.url);
      await expect(TestSocket.connect(test.url)).rejects.toThrow('429');
    });
  });
});

describe('an address', () => {
  it('is counted with its whole IPv6 /64, which one household has', async () => {
    await open({});
    expect(networkOf('2001:db8:1:2::7')).toBe(networkOf('2001:db8:1:2:ffff::1'));
    expect(networkOf('2001:db8:1:2::7')).not.toBe(networkOf('2001:db8:1:3::7'));
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
  });
});
