import { queryIn, rateLimited } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';

/** Wrong tries for a person, in all and by whomever: then the help desk. */
export const mostFailures = 5;

/** Wrong tries of an account in a day, at birth dates and codes together. */
const mostDailyFailures = 10;

/**
 * How often the account may still be wrong today. Takes the account's lock, until the transaction ends: its tries go
 * one after the other.
 * @throws GraphQLError RATE_LIMITED
 */
export async function triesLeftToday(em: ResultsContext['em'], accountId: string): Promise<number> {
  const query = queryIn(em);
  await query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [accountId]);
  const [row] = await query<{ failures: number; pause: string | null }>(
    `select count(*)::int as failures, extract(epoch from min(failed_at) + interval '1 day' - now())::text as pause
       from results.claim_failure where account_id = $1 and failed_at > now() - interval '1 day'`,
    [accountId],
  );
  if (row!.failures >= mostDailyFailures) throw rateLimited(Number(row!.pause));
  return mostDailyFailures - row!.failures;
}

/** Counts a wrong try of the account. */
export async function countFailure(em: ResultsContext['em'], accountId: string): Promise<void> {
  await queryIn(em)('insert into results.claim_failure (account_id) values ($1)', [accountId]);
}
