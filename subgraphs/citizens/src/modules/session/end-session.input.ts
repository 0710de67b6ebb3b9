import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A session to end.' })
export class EndSessionInput {
  @Field(() => ID)
  id!: string;
}
