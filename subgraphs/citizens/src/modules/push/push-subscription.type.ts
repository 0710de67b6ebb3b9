import { DateTime } from '@ketqua/platform';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'A browser that is told when something waits, while its session is open. Read by its account.',
})
export class PushSubscription {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime)
  subscribedAt!: Date;
}
