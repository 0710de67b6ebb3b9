import { UserError } from '@ketqua/platform';
import { Field, Int, ObjectType } from 'type-graphql';

/** The key was used for another body. */
@ObjectType({
  implements: UserError,
  description: 'This idempotency key was used with another body: take a new key.',
})
export class IdempotencyConflictError extends UserError {
  override code = 'IDEMPOTENCY_CONFLICT';
}

/** More rows than one call takes, or none. */
@ObjectType({ implements: UserError, description: 'A call takes 1 to `maximum` rows; nothing was stored.' })
export class TooManyRowsError extends UserError {
  override code = 'ROW_COUNT';
  @Field(() => Int)
  maximum!: number;
}

/** The file as a whole cannot be read. */
@ObjectType({
  implements: UserError,
  description: 'The file cannot be read as this format; nothing was stored.',
})
export class UnreadableFileError extends UserError {
  @Field(() => Int, { nullable: true, description: 'Where reading failed: 1-based.' })
  line!: number | null;
}
