import { DateTime } from '@ketqua/platform';
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A sign-in that is still open. Read by its account.' })
export class OpenSession {
  @Field(() => ID)
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: "The browser and the system, as 'Chrome, Android'; null where they did not say.",
  })
  device!: string | null;

  @Field(() => Boolean, { description: 'Whether it is the one that this is read in.' })
  isCurrent!: boolean;

  @Field(() => Boolean, { description: 'Whether its browser is told when something waits.' })
  isNotified!: boolean;

  @Field(() => DateTime)
  beganAt!: Date;

  @Field(() => DateTime, { description: 'When it last went on; within it, up to fifteen minutes more.' })
  lastUsedAt!: Date;

  @Field(() => DateTime, { description: 'It ends by itself then, unless it is used before.' })
  expiresAt!: Date;
}
