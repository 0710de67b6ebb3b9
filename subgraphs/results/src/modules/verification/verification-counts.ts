import { queryIn } from '@ketqua/platform';
import type { ResultsContext } from '../../context.js';
import { Verdict, VerdictCount } from './verification.type.js';

const longestZone = 64;

/** How many texts had which verdict at a place today, by a zone's midnight. */
export async function countsOfToday(
  { em }: ResultsContext,
  checkpointId: string,
  timeZone: string,
): Promise<VerdictCount[]> {
  const zone = isZone(timeZone) ? timeZone : 'Asia/Ho_Chi_Minh';
  const rows = await queryIn(em)<{ verdict: Verdict; count: number; offline: number }>(
    `select verdict, count(*)::int as count, count(*) filter (where is_offline)::int as offline
       from results.verification
      where checkpoint_id = $1 and verified_at >= date_trunc('day', now() at time zone $2) at time zone $2
      group by verdict`,
    [checkpointId, zone],
  );
  return Object.values(Verdict).map((verdict) => {
    const { count = 0, offline = 0 } = rows.find((row) => row.verdict === verdict) ?? {};
    return Object.assign(new VerdictCount(), { verdict, count, offline });
  });
}

function isZone(text: string): boolean {
  try {
    return text.length <= longestZone && Boolean(new Intl.DateTimeFormat('en', { timeZone: text }));
  } catch {
    return false;
  }
}
