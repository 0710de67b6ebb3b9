import { type Client, cacheExchange, createClient, fetchExchange, subscriptionExchange } from '@urql/core';
import { authExchange } from '@urql/exchange-auth';
import type { Language } from '../language/catalogue.ts';
import type { RefreshOutcome } from '../session/refresh-session.ts';
import type { SessionMarker } from '../session/session-marker.ts';
import { backoff, waitOrWake } from './backoff.ts';
import type { ConnectionStore } from './connection-state.ts';
import { httpEndpoint } from './endpoint.ts';
import { failureCodes } from './failure.ts';
import { createLiveSocket } from './live-socket.ts';
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

/** The urql client of one signed-in (or anonymous) session; its socket closes with the last subscription. */
export function createGraphClient(means: GraphClientMeans): Client {
  const socket = createLiveSocket(means.connection);
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
              open: (request, streamSink) => socket.subscribe(request, streamSink),
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
