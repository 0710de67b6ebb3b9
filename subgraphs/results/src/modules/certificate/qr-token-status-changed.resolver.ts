import { hasRole, type LoggedEvent, Permission, payloadOf, queryIn, type Topics } from '@ketqua/platform';
import { Arg, Field, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { placeOf } from '../../event-place.js';
import { hasClaimed } from '../claim/claims.js';
import { Certificate } from './certificate.entity.js';
import { presentQrToken, QrToken } from './qr-token.type.js';

@ObjectType({
  description: 'A QR token of a person whom the viewer claimed was issued, revoked or superseded.',
})
export class QrTokenStatusChangedEvent {
  @Field(() => ID, { description: 'Stable: an event that comes twice has the same id.' })
  id!: string;
  @Field(() => String, { description: 'Opaque: give it as `after` to resume behind this event.' })
  cursor!: string;
  @Field(() => QrToken, {
    nullable: true,
    description: 'As it is now, which may be later than this event; null where it is no longer kept.',
  })
  qrToken!: QrToken | null;
}

@Resolver()
export class QrTokenStatusChangedResolver {
  @Permission('qr-token.watch')
  @Subscription(() => QrTokenStatusChangedEvent, {
    description:
      'QR tokens of the people whom the viewer claimed, as they change. At least once, in the order of the commits. Read by CITIZEN.',
    subscribe: ({ args, context }) =>
      watchTokens(context as ResultsContext, (args as { after?: string | null }).after),
  })
  qrTokenStatusChanged(
    @Root() event: QrTokenStatusChangedEvent,
    @Arg('after', () => String, { nullable: true }) _after?: string | null,
  ): QrTokenStatusChangedEvent {
    return event;
  }
}

async function* watchTokens(
  context: ResultsContext,
  after?: string | null,
): AsyncGenerator<QrTokenStatusChangedEvent> {
  const { stream, events, signal, em } = context;
  for await (const event of stream.subscribe(['qr-token.status-changed'], { after, signal })) {
    const changed = payloadOf('qr-token.status-changed', event);
    if (!(await concerns(context, event, changed))) continue;
    // The context lives as long as the socket: each event is read afresh.
    em.clear();
    const certificate = await em.findOne(Certificate, { id: changed.qrTokenId });
    yield { ...placeOf(event, events), qrToken: certificate && presentQrToken(certificate) };
  }
}

async function concerns(
  context: ResultsContext,
  event: LoggedEvent,
  { personId }: Topics['qr-token.status-changed'],
): Promise<boolean> {
  const { viewer } = context;
  if (viewer.kind !== 'account' || !hasRole(viewer, 'CITIZEN')) return false;
  const claimants = await claimantsAt(context, event, personId);
  return claimants.has(viewer.accountId) && (await hasClaimed(context, personId));
}

/** Who ever claimed the person of an event: looked up once for the thousands who listen to the same event. */
const claimantsOfEvents = new WeakMap<LoggedEvent, Promise<ReadonlySet<string>>>();

function claimantsAt(
  { em }: ResultsContext,
  event: LoggedEvent,
  personId: string,
): Promise<ReadonlySet<string>> {
  let claimants = claimantsOfEvents.get(event);
  if (!claimants) {
    claimants = queryIn(em)<{ account_id: string }>(
      'select account_id from results.claim where person_id = $1',
      [personId],
    ).then((rows) => new Set(rows.map(({ account_id }) => account_id)));
    claimantsOfEvents.set(event, claimants);
  }
  return claimants;
}
