import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Query, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { PushRefusedError } from './push-errors.js';
import { PushSubscription } from './push-subscription.type.js';
import { SubscribeToPushInput, UnsubscribeFromPushInput } from './subscribe-to-push.input.js';
import { subscribeToPush, unsubscribeFromPush } from './subscribe-to-push.service.js';

const SubscribeToPushResult = createUnionType({
  name: 'SubscribeToPushResult',
  types: () => [PushSubscription, PushRefusedError] as const,
});

const UnsubscribeFromPushResult = createUnionType({
  name: 'UnsubscribeFromPushResult',
  types: () => [PushSubscription, NotFoundError] as const,
});

@Resolver()
export class SubscribeToPushResolver {
  @Permission('push.subscribe')
  @Query(() => String, {
    nullable: true,
    description:
      'What a browser subscribes with (`applicationServerKey`, RFC 8292): an uncompressed point of P-256, base64url. Null where nothing is pushed. Read by whoever is signed in.',
  })
  pushPublicKey(@Ctx() { pushKey }: CitizensContext): string | null {
    return pushKey;
  }

  @Permission('push.subscribe')
  @Mutation(() => SubscribeToPushResult, {
    description:
      'Has this browser told that something waits, while its session is open; no more is said. Called by whoever is signed in.',
  })
  subscribeToPush(
    @Ctx() context: CitizensContext,
    @Arg('input', () => SubscribeToPushInput) input: SubscribeToPushInput,
  ): Promise<typeof SubscribeToPushResult> {
    return subscribeToPush(context, input);
  }

  @Permission('push.subscribe')
  @Mutation(() => UnsubscribeFromPushResult, {
    description: 'Has a browser of this account not told any more. Called by whoever is signed in.',
  })
  unsubscribeFromPush(
    @Ctx() context: CitizensContext,
    @Arg('input', () => UnsubscribeFromPushInput) input: UnsubscribeFromPushInput,
  ): Promise<typeof UnsubscribeFromPushResult> {
    return unsubscribeFromPush(context, input);
  }
}
