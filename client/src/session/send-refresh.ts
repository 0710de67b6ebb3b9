import { createClient, fetchExchange } from '@urql/core';
import { rememberedLanguage } from '../language/remembered-language.ts';
import { httpEndpoint } from '../network/endpoint.ts';
import { failureCodes } from '../network/failure.ts';
import { requestHeaders } from '../network/graph-client.ts';
import { timedFetch } from '../network/server-clock.ts';
import { RefreshSessionDocument } from '../schema/operations.ts';
import type { RefreshAnswer } from './refresh-session.ts';

// A client of its own: the page's client waits while a session is refreshed.
const client = createClient({
  url: httpEndpoint,
  fetch: timedFetch,
  preferGetMethod: false,
  fetchOptions: () => ({ headers: requestHeaders(rememberedLanguage()), credentials: 'same-origin' }),
  exchanges: [fetchExchange],
});

/** Asks the server to renew the session that the cookies name. */
export async function sendRefresh(): Promise<RefreshAnswer> {
  // A refused access cookie is taken away with the first answer; the second is about the refresh token alone.
  const first = await askOnce();
  const answer = first === 'refused' ? await askOnce() : first;
  return answer === 'refused' ? { kind: 'ended' } : answer;
}

async function askOnce(): Promise<RefreshAnswer | 'refused'> {
  const { data, error } = await client.mutation(RefreshSessionDocument, {}).toPromise();
  if (data) {
    const answer = data.refreshSession;
    return 'expiresAt' in answer ? { kind: 'renewed', expiresAt: answer.expiresAt } : { kind: 'ended' };
  }
  const isRefused = error !== undefined && failureCodes(error).includes('UNAUTHENTICATED');
  return isRefused ? 'refused' : { kind: 'unreachable' };
}

/** Runs one task at a time over all tabs, by the browser's lock; at once where the page is not a secure one. */
export function exclusively<Result>(task: () => Promise<Result>): Promise<Result> {
  if (navigator.locks === undefined) return task();
  return new Promise<Result>((resolve, reject) => {
    navigator.locks.request('ketqua.session', () => task().then(resolve, reject)).catch(reject);
  });
}
