import { Field, InputType } from 'type-graphql';

@InputType({ description: "A browser's push subscription, as the Push API tells it." })
export class SubscribeToPushInput {
  @Field(() => String, { description: 'An https URL of a push service that this installation knows.' })
  endpoint!: string;

  @Field(() => String, { description: 'An uncompressed point of P-256, base64url.' })
  p256dh!: string;

  @Field(() => String, { description: '16 bytes, base64url.' })
  auth!: string;
}

@InputType({ description: 'A browser that is not to be told any more.' })
export class UnsubscribeFromPushInput {
  @Field(() => String)
  endpoint!: string;
}
