import { DateTime, type Locale, type Role } from '@ketqua/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import { OpenSession } from '../session/open-session.type.js';
import { LocaleName, RoleName } from './viewer.type.js';

@ObjectType({ description: 'A device that an account signed in on. Read by its account.' })
export class KnownDevice {
  @Field(() => ID)
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: "The browser and the system, as 'Chrome, Android'; null where they did not say.",
  })
  device!: string | null;

  @Field(() => DateTime)
  firstUsedAt!: Date;

  @Field(() => DateTime, { description: 'When somebody last signed in on it.' })
  lastUsedAt!: Date;
}

@ObjectType({
  description: 'All that is held of an account, beside the records that it opened. Read by its holder.',
})
export class AccountData {
  @Field(() => String, { description: 'The country code and the last three digits.' })
  maskedPhone!: string;

  @Field(() => LocaleName, { description: 'The language of texts and notifications.' })
  locale!: Locale;

  @Field(() => [RoleName])
  roles!: Role[];

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime, { description: 'To the hour.' })
  lastUsedAt!: Date;

  @Field(() => [KnownDevice], { description: 'Last used first, up to 100.' })
  devices!: KnownDevice[];

  @Field(() => [OpenSession], { description: 'Last used first, up to 100.' })
  sessions!: OpenSession[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the phone was last texted that something waits: kept for a day, without what it was.',
  })
  lastNoticeAt!: Date | null;
}
