import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A result that stays as it is, and why.' })
export class RefusedRelease {
  @Field(() => ID)
  resultId!: string;
  @Field(() => String, { description: 'NOT_FOUND, NOT_HELD or GROUND_DOES_NOT_FIT.' })
  code!: string;
  @Field(() => String)
  message!: string;
}

@ObjectType({ description: 'What became of each result: released, or refused.' })
export class ReleaseReceipt {
  @Field(() => [ID])
  released!: string[];
  @Field(() => [RefusedRelease])
  refused!: RefusedRelease[];
}
