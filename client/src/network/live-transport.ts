import type { StreamResult, SubscriptionRequest, SubscriptionSink } from './resumable-subscription.ts';

/** A socket that fails so often before it was ever acknowledged is broken by what lies between. */
const failuresOfBroken = 2;

type Open = (request: SubscriptionRequest, sink: SubscriptionSink<StreamResult>) => () => void;

/** The two ways in which events reach a page. */
export interface Ways {
  readonly socket: Open;
  readonly eventStream: Open;
}

/** Chooses the way of each subscription by what became of those before. */
export interface LiveTransport {
  readonly open: Open;
  /** The socket was acknowledged. */
  socketConnected(): void;
  /** The socket is closed, or never opened. */
  socketLost(): void;
  /** An event stream was begun. */
  streamConnected(): void;
}

/**
 * Subscriptions go over a socket. Where none was ever acknowledged and it failed twice, they go over event streams instead; and
 * where these fail before one was begun, over a socket again: then the network is away, not hostile.
 */
export function createLiveTransport(ways: Ways): LiveTransport {
  let hasSocketWorked = false;
  let hasStreamWorked = false;
  let failures = 0;
  return {
    open(request, sink) {
      if (hasSocketWorked || failures < failuresOfBroken) return ways.socket(request, sink);
      return ways.eventStream(request, {
        next: (result) => sink.next(result),
        complete: () => sink.complete(),
        error: (problem) => {
          if (!hasStreamWorked) failures = 0;
          sink.error(problem);
        },
      });
    },
    socketConnected() {
      hasSocketWorked = true;
    },
    socketLost() {
      failures++;
    },
    streamConnected() {
      hasStreamWorked = true;
    },
  };
}
