import { describe, expect, test, vi } from 'vitest';
import { createLiveTransport } from './live-transport.ts';

const request = { query: 'subscription', variables: {} };

function transport() {
  const socket = vi.fn(() => () => {});
  const eventStream = vi.fn((_request, _sink) => () => {});
  const live = createLiveTransport({ socket, eventStream });
  const sink = { next: vi.fn(), error: vi.fn(), complete: vi.fn() };
  return { live, socket, eventStream, sink };
}

describe('live events', () => {
  test('go over a socket, and over event streams once it failed twice without ever being acknowledged', () => {
    const { live, socket, eventStream, sink } = transport();
    live.open(request, sink);
    live.socketLost();
    live.open(request, sink);
    live.socketLost();
    expect([socket.mock.calls.length, eventStream.mock.calls.length]).toEqual([2, 0]);
    live.open(request, sink);
    expect([socket.mock.calls.length, eventStream.mock.calls.length]).toEqual([2, 1]);
  });

  test('stay on a socket that has worked, however often it is lost', () => {
    const { live, socket, eventStream, sink } = transport();
    live.open(request, sink);
    live.socketConnected();
    for (let times = 0; times < 5; times++) live.socketLost();
    live.open(request, sink);
    expect(socket).toHaveBeenCalledTimes(2);
    expect(eventStream).not.toHaveBeenCalled();
  });

  test('try a socket again where event streams fail, too: the network was away', () => {
    const { live, socket, eventStream, sink } = transport();
    live.socketLost();
    live.socketLost();
    live.open(request, sink);
    const problem = new Error('offline');
    eventStream.mock.calls[0]![1].error(problem);
    expect(sink.error).toHaveBeenCalledWith(problem);
    live.open(request, sink);
    expect(socket).toHaveBeenCalledOnce();
  });

  test('stay on event streams that have worked', () => {
    const { live, socket, eventStream, sink } = transport();
    live.socketLost();
    live.socketLost();
    live.open(request, sink);
    live.streamConnected();
    eventStream.mock.calls[0]![1].error(new Error('lost'));
    live.open(request, sink);
    expect(eventStream).toHaveBeenCalledTimes(2);
    expect(socket).not.toHaveBeenCalled();
  });
});
