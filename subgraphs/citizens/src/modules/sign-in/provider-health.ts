import type { Query } from '@ketqua/platform';
import { PhoneNetworkError } from '../phone-network/phone-verifier.js';

/** So many failures one after the other, and no answer between them, and the provider is taken to be down. */
const mostFailures = 3;

/** How long nobody is promised a code after the last failure; then the next request is the one that tries. */
const restSeconds = 15;

/** What the provider says of us, not of one phone: no credentials, no money, no permission. */
const refusedAltogether = [401, 402, 403];

/** Notes that the provider answered. */
export async function noteAnswer(query: Query): Promise<void> {
  await query('update citizens.provider_health set failures = 0 where failures > 0');
}

/** Notes that the provider could not be used. What it refuses for one phone says nothing of the others. */
export async function noteFailure(query: Query, error: unknown): Promise<void> {
  if (!(error instanceof PhoneNetworkError)) return;
  if (error.code === 'REFUSED' && !refusedAltogether.includes(error.status ?? 0)) return;
  await query('update citizens.provider_health set failures = failures + 1, failed_at = now()');
}

/**
 * Seconds for which no code can be sent to anybody; 0 where one can, as far as is known. Judged by what happened, never
 * by the phone that is asked for: a known and an unknown one are told the same.
 */
export async function secondsDown(query: Query): Promise<number> {
  const [row] = await query<{ left: number }>(
    `select ceil(extract(epoch from failed_at - now()) + $2)::int as left from citizens.provider_health
      where failures >= $1 and failed_at > now() - make_interval(secs => $2)`,
    [mostFailures, restSeconds],
  );
  return row?.left ?? 0;
}
