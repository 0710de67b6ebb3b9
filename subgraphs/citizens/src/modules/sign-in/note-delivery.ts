import { queryIn } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CitizensContext } from '../../context.js';
import type { VerifyEvent } from '../phone-network/vonage-event.js';
import type { Delivery } from './challenge.entity.js';
import { type StartVerification, startVerification } from './start-verification.job.js';

const deliveries: Readonly<Record<string, Delivery>> = {
  completed: 'COMPLETED',
  blocked: 'BLOCKED',
  rejected: 'BLOCKED',
  failed: 'FAILED',
  user_rejected: 'FAILED',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
};

/**
 * Notes what the provider says of a code's way. A webhook may be here before the provider's own answer to our
 * request: then it is found by our reference, and its name of the verification is kept. What was completed or blocked
 * stays so, whatever is heard afterwards.
 */
export async function noteDelivery(
  context: CitizensContext,
  em: SqlEntityManager,
  { requestId, reference, status }: VerifyEvent,
): Promise<void> {
  const delivery = deliveries[status];
  if (!delivery) return;
  const noted = await queryIn(em)<{ id: string }>(
    `update citizens.challenge
        set delivery = $3, delivered_at = now(), verification_id = coalesce(verification_id, $1)
      where (verification_id = $1 or (id = $2::uuid and verification_id is null and not is_rerouted))
        and (delivery is null or (delivery not in ('COMPLETED', 'BLOCKED') and $3 in ('COMPLETED', 'BLOCKED')))
      returning id`,
    [requestId, reference, delivery],
  );
  if (delivery !== 'BLOCKED' && delivery !== 'FAILED') return;
  for (const { id } of noted) context.log.warn({ challengeId: id, delivery }, 'a code did not arrive');
  await sendOtherwise(
    context,
    em,
    noted.map(({ id }) => id),
  );
}

/** Where there is another way, the code goes by it by itself: the newest of those that shared the blocked one. */
async function sendOtherwise({ verifier, jobs }: CitizensContext, em: SqlEntityManager, ids: string[]) {
  if (!verifier.startOtherwise || !ids.length) return;
  const [rerouted] = await queryIn(em)<{ id: string }>(
    `update citizens.challenge set is_rerouted = true, verification_id = null, delivery = null
      where id = (select id from citizens.challenge
                   where id = any($1::uuid[]) and ended_at is null and expires_at > now() and not is_rerouted
                   order by requested_at desc limit 1)
      returning id`,
    [ids],
  );
  if (rerouted) {
    await jobs.send(em, startVerification, { challengeId: rerouted.id } satisfies StartVerification);
  }
}
