import { DateTime, UserError } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: "A laboratory's session. Read by whoever presents the key." })
export class LabSession {
  @Field(() => String, { description: 'For the header `Authorization: Bearer …`.' })
  accessToken!: string;

  @Field(() => DateTime, { description: 'Open another session before this.' })
  expiresAt!: Date;
}

/** One answer for whatever is wrong with a key. */
@ObjectType({
  implements: UserError,
  description: 'The key is malformed, unknown, revoked or expired: which of them is not told.',
})
export class InvalidLabKeyError extends UserError {
  override code = 'INVALID_LAB_KEY';
}
