import { NotFoundError, newId, queryIn, unauthenticated, unitOfWork } from '@ketqua/platform';
import type { CitizensContext } from '../../context.js';
import { PushRefusedError } from './push-errors.js';
import { endpointIndexOf, sealTarget } from './push-subscription.js';
import { PushSubscription } from './push-subscription.type.js';
import { hasUsableKeys, isKnownService } from './push-target.js';
import type { SubscribeToPushInput, UnsubscribeFromPushInput } from './subscribe-to-push.input.js';

/** A person's browsers; with one more, the one that subscribed first is forgotten. */
const mostOfAnAccount = 10;

/**
 * Has this session's browser told when something waits. A session has one; a browser belongs to whoever subscribed
 * it last, so that on a shared device nobody is told of another's messages.
 */
export async function subscribeToPush(
  context: CitizensContext,
  input: SubscribeToPushInput,
): Promise<PushSubscription | PushRefusedError> {
  const { viewer, settings, locale } = context;
  if (viewer.kind !== 'account') throw unauthenticated();
  if (!isKnownService(input.endpoint, settings.push?.services ?? [])) {
    return PushRefusedError.at('endpoint', locale);
  }
  if (!hasUsableKeys(input)) return PushRefusedError.at('p256dh', locale);
  const { accountId, sessionId } = viewer;
  return unitOfWork(context, async (em) => {
    const query = queryIn(em);
    // The account before its session, as everywhere: the row that is inserted refers to both.
    await query('select from citizens.account where id = $1 for key share', [accountId]);
    const [open] = await query(
      `select from citizens.session
        where id = $1 and account_id = $2 and ended_at is null and expires_at > now() for update`,
      [sessionId, accountId],
    );
    if (!open) throw unauthenticated();
    const endpointIndex = endpointIndexOf(input.endpoint);
    await query('delete from citizens.push_subscription where session_id = $1 and endpoint_index <> $2', [
      sessionId,
      endpointIndex,
    ]);
    const { endpoint, keys } = sealTarget(input);
    const [stored] = await query<{ id: string; subscribedAt: Date }>(
      `insert into citizens.push_subscription (id, account_id, session_id, endpoint_index, endpoint, keys)
         values ($1, $2, $3, $4, $5, $6)
       on conflict (endpoint_index) do update set
         id = $1, account_id = $2, session_id = $3, endpoint = $5, keys = $6, subscribed_at = now()
       returning id, subscribed_at as "subscribedAt"`,
      [newId(), accountId, sessionId, endpointIndex, endpoint, keys],
    );
    await query(
      `delete from citizens.push_subscription where id in
         (select id from citizens.push_subscription where account_id = $1
           order by subscribed_at desc, id desc offset ${mostOfAnAccount})`,
      [accountId],
    );
    const subscribedAt = new Date(stored!.subscribedAt);
    return Object.assign(new PushSubscription(), { id: stored!.id, subscribedAt });
  });
}

/** Has a browser of the viewer's account not told any more; gives it as it was. */
export async function unsubscribeFromPush(
  { em, viewer, locale }: CitizensContext,
  { endpoint }: UnsubscribeFromPushInput,
): Promise<PushSubscription | NotFoundError> {
  if (viewer.kind !== 'account') throw unauthenticated();
  const [gone] = await queryIn(em)<{ id: string; subscribedAt: Date }>(
    `delete from citizens.push_subscription where account_id = $1 and endpoint_index = $2
      returning id, subscribed_at as "subscribedAt"`,
    [viewer.accountId, endpointIndexOf(endpoint)],
  );
  if (!gone) return NotFoundError.of(locale);
  const subscribedAt = new Date(gone.subscribedAt);
  return Object.assign(new PushSubscription(), { id: gone.id, subscribedAt });
}
