import { type Query, queryIn, rateLimited } from '@ketqua/platform';
import type { LabsContext } from '../../context.js';

/**
 * Refuses an address that presented too many wrong keys in the window. Counted in the database, since several
 * processes answer.
 * @throws GraphQLError RATE_LIMITED
 */
export async function refuseAfterFailures({ em, ring, address, settings }: LabsContext): Promise<void> {
  const { limit, windowSeconds } = settings.keyFailures;
  const [row] = await queryIn(em)<{ failures: number; wait: number }>(
    `select failures, extract(epoch from window_began_at + make_interval(secs => $2) - now())::float8 as wait
       from labs.key_failure where address_index = $1`,
    [ring.blindIndex('address', address), windowSeconds],
  );
  if (row && row.wait > 0 && row.failures >= limit) throw rateLimited(row.wait);
}

/**
 * Counts a wrong key. One statement, so that none is lost among many at once; past the limit the answer is the
 * refusal, also for those that began before it was reached.
 * @throws GraphQLError RATE_LIMITED
 */
export async function countFailure({ em, ring, address, settings }: LabsContext): Promise<void> {
  const { limit, windowSeconds } = settings.keyFailures;
  const query: Query = queryIn(em);
  const [row] = await query<{ failures: number; wait: number }>(
    `insert into labs.key_failure as seen (address_index, window_began_at, failures) values ($1, now(), 1)
       on conflict (address_index) do update set
         failures = case when seen.window_began_at > now() - make_interval(secs => $2) then seen.failures + 1 else 1 end,
         window_began_at = case when seen.window_began_at > now() - make_interval(secs => $2)
                                then seen.window_began_at else now() end
     returning failures, extract(epoch from window_began_at + make_interval(secs => $2) - now())::float8 as wait`,
    [ring.blindIndex('address', address), windowSeconds],
  );
  if (row!.failures === 1) {
    await query('delete from labs.key_failure where window_began_at < now() - make_interval(secs => $1)', [
      windowSeconds,
    ]);
  }
  if (row!.failures > limit) throw rateLimited(row!.wait);
}
