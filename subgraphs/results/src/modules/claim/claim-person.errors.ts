import { UserError } from '@ketqua/platform';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ implements: UserError, description: 'What was given does not match what the lab recorded.' })
export class ClaimRejectedError extends UserError {
  override code = 'CLAIM_REJECTED';
  @Field(() => Int, { description: 'How often it may be tried again, by anybody.' })
  attemptsLeft!: number;
}

@ObjectType({
  implements: UserError,
  description: 'Five wrong tries in all: only a help desk can open this person.',
})
export class ClaimLockedError extends UserError {
  override code = 'CLAIM_LOCKED';
}
