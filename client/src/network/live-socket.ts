import { type Client, createClient } from 'graphql-ws';
import { socketEndpoint } from './endpoint.ts';

const pingEvery = 15_000;
const pongWithin = 5_000;

/** Who hears what becomes of the socket. */
export interface SocketListener {
  connected(): void;
  lost(): void;
}

/**
 * The one socket of the page (graphql-transport-ws), opened with the first subscription. The session rides on
 * the upgrade as a cookie. A socket that no longer answers pings is given up, for phones change networks silently.
 */
export function createLiveSocket(listener: SocketListener): Client {
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: () => socketEndpoint(location),
    connectionParams: {},
    retryAttempts: 0,
    keepAlive: pingEvery,
    connectionAckWaitTimeout: 10_000,
    on: {
      connected: () => listener.connected(),
      closed: () => {
        clearTimeout(pongTimer);
        listener.lost();
      },
      ping: (received) => {
        if (!received) pongTimer = setTimeout(() => client.terminate(), pongWithin);
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimer);
      },
    },
  });
  return client;
}
