import { queryIn, rateLimited } from '@ketqua/platform';
import type { CitizensContext } from '../../context.js';
import { keyRing } from '../../key-ring.js';

/**
 * Counts a request for a code against its phone, its address and the whole house, known and unknown phones alike.
 * One statement takes the three rows, always in this order: requests at once wait for each other and are all
 * counted. What is refused is not counted.
 * @throws GraphQLError RATE_LIMITED
 */
export async function countRequest(
  { em, address, settings }: CitizensContext,
  phoneIndex: Buffer,
): Promise<void> {
  const { perPhone, perAddress, global, windowSeconds } = settings.limits;
  const subjects = [`phone ${phoneIndex.toString('hex')}`, `address ${address}`, 'everybody'];
  await em.transactional(async (transaction) => {
    const reached = await queryIn(transaction)<{ wait: number }>(
      `with counted as (
         insert into citizens.request_count as seen (subject, window_began_at, requests)
           select subject, now(), 1 from unnest($1::bytea[]) with ordinality as asked (subject, place) order by place
         on conflict (subject) do update set
           requests = case when seen.window_began_at > now() - make_interval(secs => $3) then seen.requests + 1 else 1 end,
           window_began_at = case when seen.window_began_at > now() - make_interval(secs => $3)
                                  then seen.window_began_at else now() end
         returning subject, requests, window_began_at
       )
       select extract(epoch from window_began_at + make_interval(secs => $3) - now())::float8 as wait
         from counted join unnest($1::bytea[], $2::int[]) as allowed (subject, requests) using (subject)
        where counted.requests > allowed.requests order by wait desc`,
      [
        subjects.map((subject) => keyRing.blindIndex('request-count', subject)),
        [perPhone, perAddress, global],
        windowSeconds,
      ],
    );
    if (reached[0]) throw rateLimited(reached[0].wait);
  });
}
