import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A key to revoke.' })
export class RevokeLabKeyInput {
  @Field(() => ID)
  id!: string;
}
