import { Permission, payloadOf } from '@ketqua/platform';
import { Arg, Field, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { placeOf } from '../../event-place.js';
import { DisputeType } from './dispute.type.js';
import { answersFor, isOwn, presentDisputes, readableDispute } from './readable-disputes.js';

@ObjectType({ description: 'A dispute was opened, answered, closed, or is overdue.' })
export class DisputeChangedEvent {
  @Field(() => ID, { description: 'Stable: an event that comes twice has the same id.' })
  id!: string;
  @Field(() => String, { description: 'Opaque: give it as `after` to resume behind this event.' })
  cursor!: string;
  @Field(() => DisputeType, { description: 'As it stands now.' })
  dispute!: DisputeType;
}

@Resolver()
export class DisputeChangedResolver {
  @Permission('dispute.read')
  @Subscription(() => DisputeChangedEvent, {
    description:
      'CITIZEN: their own disputes. A laboratory: those of its results. ADMIN: all. At least once, in the order of the commits; judged again for every event.',
    subscribe: ({ args, context }) =>
      watchDisputes(context as ResultsContext, (args as { after?: string | null }).after),
  })
  disputeChanged(
    @Root() event: DisputeChangedEvent,
    @Arg('after', () => String, { nullable: true }) _after?: string | null,
  ): DisputeChangedEvent {
    return event;
  }
}

async function* watchDisputes(
  context: ResultsContext,
  after?: string | null,
): AsyncGenerator<DisputeChangedEvent> {
  const { stream, events, signal, em, viewer } = context;
  for await (const event of stream.subscribe(['dispute.changed'], { after, signal })) {
    const changed = payloadOf('dispute.changed', event);
    if (!answersFor(viewer, changed) && !isOwn(viewer, changed)) continue;
    // The context lives as long as the socket: each event is read afresh.
    em.clear();
    const row = await readableDispute(context, changed.disputeId);
    const [dispute] = row ? await presentDisputes(context, [row]) : [];
    if (dispute) yield { ...placeOf(event, events), dispute };
  }
}
