import { Field, InputType } from 'type-graphql';

@InputType({ description: 'A session to go on with.' })
export class RefreshSessionInput {
  @Field(() => String, { nullable: true, description: "Absent from a page: the gateway takes its cookie's." })
  refreshToken?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What `Session.deviceToken` said at the sign-in: with it, a refresh whose answer was lost may be asked again within a minute. Absent from a page.',
  })
  deviceToken?: string | null;
}
