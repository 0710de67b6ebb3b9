import { type Client, cacheExchange, createClient, fetchExchange, subscriptionExchange } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import type { Language } from '../language/catalogue.ts';
import type { RefreshOutcome } from '../session/refresh-session.ts';
import type { SessionMarker } from '../session/session-marker.ts';
import { backoff, waitOrWake } from './backoff.ts';
import type { ConnectionStore } from './connection-state.ts';
import { httpEndpoint } from './endpoint.ts';
import { openEventStream } from './event-streams.ts';
import { failureCodes } from './failure.ts';
import { createLiveSocket } from './live-socket.ts';
import { createLiveTransport, type LiveTransport } from './live-transport.ts';
import { subscribeResumably } from './resumable-subscription.ts';
import { serverNow, timedFetch } from './server-clock.ts';

/** What the client of the page is made from. */
export interface GraphClientMeans {
  language(): Language;
  marker: SessionMarker;
  connection: ConnectionStore;
  refreshSession(): Promise<RefreshOutcome>;
  sessionRefused(): void;
}

/** The headers of every operation: its language, and the wish for a session kept in cookies. */
export function requestHeaders(language: Language): Record<string, string> {
  return { 'accept-language': language, 'x-ketqua-session': 'cookie' };
}

/** The urql client of one signed-in (or anonymous) session; what carries its subscriptions closes with the last. */
export function createGraphClient(means: GraphClientMeans): Client {
  const live = liveTransport(means);
  return createClient({
    url: httpEndpoint,
    fetch: timedFetch,
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: () => ({ headers: requestHeaders(means.language()), credentials: 'same-origin' }),
    exchanges: [
      cacheExchange,
      authExchange(async () => ({
        addAuthToOperation: (operation) => operation,
        willAuthError: () => means.marker.isExpired(new Date(serverNow())),
        didAuthError: (error) =>
          means.marker.read() !== null && failureCodes(error).includes('UNAUTHENTICATED'),
        refreshAuth: async () => {
          await means.refreshSession();
        },
      })),
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: subscribeResumably({ query: query ?? '', variables: { ...variables } }, sink, {
              open: (request, streamSink) => live.open(request, streamSink),
              refreshSession: means.refreshSession,
              refused: means.sessionRefused,
              wait: (attempt) => waitOrWake(backoff(attempt, Math.random())),
            }),
          }),
        }),
      }),
      fetchExchange,
    ],
  });
}

/** How events reach the page, which shows whether they do. */
function liveTransport({ connection, language }: GraphClientMeans): LiveTransport {
  const socket = createLiveSocket({
    connected() {
      live.socketConnected();
      connection.connected();
    },
    lost() {
      live.socketLost();
      connection.lost(new Date());
    },
  });
  const live = createLiveTransport({
    socket: (request, sink) => socket.subscribe(request, sink as never),
    eventStream: (request, sink) =>
      openEventStream(
        request,
        {
          next: (result) => sink.next(result),
          error(problem) {
            connection.lost(new Date());
            sink.error(problem);
          },
          complete() {
            connection.lost(new Date());
            sink.complete();
          },
        },
        {
          url: httpEndpoint,
          headers: () => requestHeaders(language()),
          connected() {
            live.streamConnected();
            connection.connected();
          },
        },
      ),
  });
  return live;
}
