import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'What stays when an account has ended. Read by whoever ended it.' })
export class KeptData {
  @Field(() => String)
  what!: string;

  @Field(() => String, { description: 'Why it is kept, and for how long.' })
  why!: string;
}

@ObjectType({ description: 'An account has ended. Read by whoever ended it.' })
export class EndAccountPayload {
  @Field(() => Int, { description: 'How many sessions ended with it, this one included.' })
  endedSessions!: number;

  @Field(() => [String], { description: 'What was deleted, in words.' })
  deleted!: string[];

  @Field(() => [KeptData], { description: 'What is kept, in words.' })
  kept!: KeptData[];
}
