import { queryIn, rateLimited } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';

/** How much one officer may verify, online and reported. */
export interface OfficerLimits {
  readonly perMinute: number;
  readonly perDay: number;
}

/** Above any queue at a checkpoint: whoever does more copies certificates. */
export const usualOfficerLimits: OfficerLimits = { perMinute: 120, perDay: 5_000 };

/** For development, where programs verify. */
export const generousOfficerLimits: OfficerLimits = { perMinute: 6_000, perDay: 200_000 };

/** Days end for every process at once, whatever the zone of the database. */
const today = "(now() at time zone 'UTC')::date";

/**
 * Counts verifications of an officer, online and reported ones alike, by themselves and by place and day.
 * @throws GraphQLError RATE_LIMITED
 */
export async function admitVerifications(
  { em, viewer, log, officerLimits }: ResultsContext,
  checkpointId: string,
  count: number,
): Promise<void> {
  if (viewer.kind !== 'account') return;
  const query = queryIn(em);
  const [used] = await query<{ inMinute: number; inDay: number; wait: number; dayWait: number }>(
    `insert into results.officer_usage as used (account_id, minute, in_minute, day, in_day)
     values ($1, date_trunc('minute', now()), $2, ${today}, $3)
     on conflict (account_id) do update set
       in_minute = $2 + case when used.minute = excluded.minute then used.in_minute else 0 end,
       minute = excluded.minute,
       in_day = $3 + case when used.day = excluded.day then used.in_day else 0 end,
       day = excluded.day
     returning in_minute as "inMinute", in_day as "inDay",
       60 - extract(second from now())::int as wait,
       extract(epoch from ${today} + 1 - now() at time zone 'UTC')::int as "dayWait"`,
    [viewer.accountId, count === 1 ? 1 : 0, count],
  );
  const { inMinute, inDay, wait, dayWait } = used!;
  const { perMinute, perDay } = officerLimits;
  if (inDay > perDay) {
    if (inDay - count <= perDay) {
      log.fatal(
        { alarm: 'OFFICER_OVER_LIMIT', accountId: viewer.accountId, inDay },
        'an officer verifies too much',
      );
    }
    // What is refused is not counted: a report that is too large leaves the rest of the day.
    await query('update results.officer_usage set in_day = in_day - $2 where account_id = $1', [
      viewer.accountId,
      count,
    ]);
    throw rateLimited(Math.max(1, dayWait));
  }
  if (inMinute > perMinute) throw rateLimited(Math.max(1, wait));
  await query(
    `insert into results.officer_day as day (account_id, checkpoint_id, day, count) values ($1, $2, ${today}, $3)
       on conflict (account_id, checkpoint_id, day) do update set count = day.count + excluded.count`,
    [viewer.accountId, checkpointId, count],
  );
}
