import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What was ended. Read by whoever signed out.' })
export class SignOutPayload {
  @Field(() => Int, { description: 'How many sessions ended.' })
  endedSessions!: number;
}
