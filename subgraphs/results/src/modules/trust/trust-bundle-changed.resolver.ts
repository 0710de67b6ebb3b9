import { Permission, payloadOf } from '@ketqua/platform';
import { Arg, Field, Float, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { placeOf } from '../../event-place.js';

@ObjectType({
  description: 'Keys, rules or value sets changed: load GET /trust-bundle. Read by OFFICER and ADMIN.',
})
export class TrustBundleChangedEvent {
  @Field(() => ID, { description: 'Stable: an event that comes twice has the same id.' })
  id!: string;
  @Field(() => String, { description: 'Opaque: give it as `after` to resume behind this event.' })
  cursor!: string;
  @Field(() => Float, {
    description: 'Of the bundle that has them, a whole number; later ones have higher ones.',
  })
  version!: number;
}

@Resolver()
export class TrustBundleChangedResolver {
  @Permission('trust-bundle.watch')
  @Subscription(() => TrustBundleChangedEvent, {
    description: 'Tells verifiers that are online when to load the trust bundle anew.',
    subscribe: ({ args, context }) =>
      watch(context as ResultsContext, (args as { after?: string | null }).after),
  })
  trustBundleChanged(
    @Root() event: TrustBundleChangedEvent,
    @Arg('after', () => String, { nullable: true }) _after?: string | null,
  ): TrustBundleChangedEvent {
    return event;
  }
}

async function* watch(
  { stream, events, signal }: ResultsContext,
  after?: string | null,
): AsyncGenerator<TrustBundleChangedEvent> {
  for await (const event of stream.subscribe(['trust-bundle.changed'], { after, signal })) {
    const { version } = payloadOf('trust-bundle.changed', event);
    yield { ...placeOf(event, events), version };
  }
}
