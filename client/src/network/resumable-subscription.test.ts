import { describe, expect, test, vi } from 'vitest';
import type { RefreshOutcome } from '../session/refresh-session.ts';
import {
  cursorOf,
  type StreamResult,
  type SubscriptionRequest,
  type SubscriptionSink,
  subscribeResumably,
} from './resumable-subscription.ts';

const event = (id: string, cursor: string): StreamResult => ({ data: { resultReleased: { id, cursor } } });

function socket(refreshed: RefreshOutcome = 'renewed') {
  const opened: { after: unknown; sink: SubscriptionSink<StreamResult> }[] = [];
  const closed = vi.fn();
  const means = {
    open: (request: SubscriptionRequest, sink: SubscriptionSink<StreamResult>) => {
      opened.push({ after: request.variables.after, sink });
      return closed;
    },
    refreshSession: vi.fn(async () => refreshed),
    refused: vi.fn(),
    wait: vi.fn(async () => {}),
  };
  const sink = { next: vi.fn(), error: vi.fn(), complete: vi.fn() };
  const request = { query: 'subscription', variables: { after: 'start' } };
  const stop = subscribeResumably(request, sink, means);
  return { opened, closed, means, sink, request, stop };
}

describe('a live subscription', () => {
  test('resumes after the last cursor when the socket is lost', async () => {
    const { opened, means, sink, request } = socket();
    expect(opened[0]?.after).toBe('start');
    opened[0]?.sink.next(event('a', 'c1'));
    opened[0]?.sink.next(event('b', 'c2'));
    opened[0]?.sink.error({ code: 1006 });
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    expect(opened[1]?.after).toBe('c2');
    expect(means.wait).toHaveBeenCalledWith(0);
    expect(sink.next).toHaveBeenCalledTimes(2);
    expect(request.variables.after).toBe('start');
  });

  test('waits longer with each failed try, and starts over when something arrives', async () => {
    const { opened, means } = socket();
    opened[0]?.sink.error({ code: 1006 });
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    opened[1]?.sink.complete();
    await vi.waitFor(() => expect(opened).toHaveLength(3));
    opened[2]?.sink.next(event('a', 'c1'));
    opened[2]?.sink.error({ code: 1012 });
    await vi.waitFor(() => expect(opened).toHaveLength(4));
    expect(means.wait.mock.calls).toEqual([[0], [1], [0]]);
  });

  test('refreshes an expired session (4401) and comes back at once', async () => {
    const { opened, means } = socket();
    opened[0]?.sink.next(event('a', 'c1'));
    opened[0]?.sink.error({ code: 4401 });
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    expect(means.refreshSession).toHaveBeenCalledOnce();
    expect(means.wait).not.toHaveBeenCalled();
    expect(opened[1]?.after).toBe('c1');
  });

  test('waits when a renewed session is refused again', async () => {
    const { opened, means } = socket();
    opened[0]?.sink.error({ code: 4401 });
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    opened[1]?.sink.error({ code: 4401 });
    await vi.waitFor(() => expect(opened).toHaveLength(3));
    expect(means.wait).toHaveBeenCalledWith(1);
  });

  test('ends with the session, and goes to sign-in on 4403', async () => {
    const ended = socket('ended');
    ended.opened[0]?.sink.error({ code: 4401 });
    await vi.waitFor(() => expect(ended.means.refreshSession).toHaveBeenCalled());
    expect(ended.opened).toHaveLength(1);

    const refused = socket();
    refused.opened[0]?.sink.error({ code: 4403 });
    expect(refused.means.refused).toHaveBeenCalledOnce();
    expect(refused.opened).toHaveLength(1);
  });

  test.each(['CURSOR_EXPIRED', 'DOCUMENT_NOT_TRUSTED'])(
    'hands on %s: another try would meet it again',
    (code) => {
      const { opened, sink } = socket();
      const problem = [{ extensions: { code } }];
      opened[0]?.sink.error(problem);
      expect(sink.error).toHaveBeenCalledWith(problem);
    },
  );

  test('comes back where it asked too often, as after any other loss', async () => {
    const { opened, sink } = socket();
    opened[0]?.sink.error([{ extensions: { code: 'RATE_LIMITED', retryAfter: 3 } }]);
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    expect(sink.error).not.toHaveBeenCalled();
  });

  test.each(['CURSOR_EXPIRED', 'FORBIDDEN'])(
    'hands on %s also where the stream tells it and ends',
    (code) => {
      const { opened, sink } = socket();
      const errors = [{ extensions: { code } }];
      opened[0]?.sink.next({ errors });
      opened[0]?.sink.complete();
      expect(sink.error).toHaveBeenCalledWith(errors);
      expect(opened).toHaveLength(1);
    },
  );

  test('waits longer each time a stream that was opened again is told to have been interrupted', async () => {
    const { opened, means, sink } = socket();
    for (const [index, code] of ['STREAM_INTERRUPTED', 'SUBGRAPH_UNAVAILABLE'].entries()) {
      opened[index]?.sink.next({ errors: [{ extensions: { code } }] });
      opened[index]?.sink.complete();
      await vi.waitFor(() => expect(opened).toHaveLength(index + 2));
    }
    expect(means.wait.mock.calls).toEqual([[0], [1]]);
    expect(sink.next).not.toHaveBeenCalled();
  });

  test.each([1009, 4400, 4406, 4409])('gives up on %s: what it sends is wrong', (code) => {
    const { opened, sink } = socket();
    opened[0]?.sink.error({ code });
    expect(sink.error).toHaveBeenCalledWith({ code });
    expect(opened).toHaveLength(1);
  });

  test('does not come back once stopped', async () => {
    const { opened, closed, stop } = socket();
    stop();
    expect(closed).toHaveBeenCalledOnce();
    opened[0]?.sink.error({ code: 1006 });
    await Promise.resolve();
    expect(opened).toHaveLength(1);
  });
});

test('an event without a cursor moves nothing', () => {
  expect(cursorOf({ data: null, errors: [] })).toBeNull();
  expect(cursorOf({ data: { resultReleased: null } })).toBeNull();
  expect(cursorOf(event('a', 'c9'))).toBe('c9');
});
