import { DateTime } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';
import { Viewer } from '../account/viewer.type.js';

@ObjectType({ description: 'A sign-in. Read by whoever proved to hold the phone.' })
export class Session {
  @Field(() => String, {
    nullable: true,
    description: 'For the header `Authorization: Bearer …`; null to a page, whose cookies hold it.',
  })
  accessToken!: string | null;

  @Field(() => DateTime, { description: 'When the access token ends: refresh before.' })
  expiresAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'To be used once, within 30 days; null to a page, whose cookies hold it.',
  })
  refreshToken!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What this device is known by: to be given with the next code, so that it counts as the same device. Told at a sign-in; null when a session goes on, and to a page, whose cookie holds it.',
  })
  deviceToken!: string | null;

  @Field(() => Viewer)
  viewer!: Viewer;
}
