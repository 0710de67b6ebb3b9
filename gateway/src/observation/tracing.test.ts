import { startTracing } from '@ketqua/platform';
import { accountViewer, TraceReceiver } from '@ketqua/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewaySettings } from '../gateway-settings.js';
import { TestGateway } from '../testing/test-gateway.js';

const secret = '0912345678';
const stranger = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

describe('the trace of a request', () => {
  let receiver: TraceReceiver;
  let end: () => Promise<void>;
  let test: TestGateway;
  beforeEach(async () => {
    receiver = await TraceReceiver.open();
    end = await startTracing({ service: 'ketqua', url: receiver.url, share: 1 });
  });
  afterEach(async () => {
    await test.close();
    await receiver.close();
  });

  async function traced(mode: 'in-process' | 'remote', given: Partial<GatewaySettings> = {}) {
    test = await TestGateway.open(mode, given);
    const token = await test.token(accountViewer());
    const headers = { authorization: `Bearer ${token}`, traceparent: stranger, 'x-phone': secret };
    const { body } = await test.post(
      `query Joined($id: ID!) { result(id: $id) { a${secret}: id lab { name } } }`,
      { id: secret },
      headers,
    );
    expect(body.errors).toBeUndefined();
    await test.post(`query P${secret} { failing }`, { phone: secret }, headers);
    await end();
    const { spans } = receiver;
    const root = spans.find(({ name }) => name === 'query Joined')!;
    const tree = spans.filter(({ traceId }) => traceId === root.traceId);
    const childrenOf = (name: string) => {
      const parent = tree.find((span) => span.name === name)!;
      return tree
        .filter((span) => span.parentSpanId === parent?.spanId)
        .map((span) => span.name)
        .sort();
    };
    return { spans, root, tree, childrenOf };
  }

  it.each(['in-process', 'remote'] as const)(
    'is one tree over the gateway and two subgraphs, %s',
    async (mode) => {
      const { root, tree, childrenOf } = await traced(mode);
      expect(childrenOf('query Joined')).toEqual(['fetch labs', 'fetch results', 'plan']);
      expect(childrenOf('fetch results')).toEqual(['results query']);
      expect(childrenOf('fetch labs')).toEqual(['labs entities']);
      expect(tree).toHaveLength(6);
      expect(root.parentSpanId ?? '').toBe('');
    },
  );

  it('holds nothing personal: no variable, name, header, token or message', async () => {
    const { spans } = await traced('remote');
    expect(receiver.text).not.toMatch(/0912345678|Bearer|Nguyen|127\.0\.0\.1/);
    const failing = spans.find(({ name, status }) => name === 'query other' && status.code === 2)!;
    expect(failing.status.message).toBe('INTERNAL_SERVER_ERROR');
  });

  it("is not a stranger's to name, but for a proxy that is trusted", async () => {
    expect((await traced('in-process')).root.traceId).not.toBe('a'.repeat(32));
  });

  it("goes on a trusted proxy's trace", async () => {
    const { spans } = await traced('in-process', { trustedProxies: 1 });
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(['a'.repeat(32)]));
  });
});
