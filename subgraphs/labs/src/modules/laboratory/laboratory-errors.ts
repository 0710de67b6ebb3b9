import { UserError } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';

/** The code belongs to another laboratory. */
@ObjectType({ implements: UserError, description: 'Another laboratory has this code.' })
export class LabCodeTakenError extends UserError {
  override code = 'LAB_CODE_TAKEN';
}

/** A field that cannot be taken as it is. */
@ObjectType({ implements: UserError, description: 'A field cannot be taken as it is: `path` names it.' })
export class InvalidLabFieldError extends UserError {
  override code = 'INVALID_LAB_FIELD';

  @Field(() => [String])
  path!: string[];
}
