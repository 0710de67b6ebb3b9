import { Field, InputType } from 'type-graphql';

@InputType({ description: 'A session to go on with.' })
export class RefreshSessionInput {
  @Field(() => String, { nullable: true, description: "Absent from a page: the gateway takes its cookie's." })
  refreshToken?: string | null;
}
