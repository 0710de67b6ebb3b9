import { type Locale, type Text, UserError } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';

/** A role lacks what it hangs on. */
@ObjectType({
  implements: UserError,
  description: 'A role needs more, or other things, than were given: `path` names them.',
})
export class InvalidRoleError extends UserError {
  override code = 'INVALID_ROLE';

  @Field(() => [String])
  path!: string[];

  static at(field: string, locale: Locale, text: Text): InvalidRoleError {
    return InvalidRoleError.in(locale, text, { path: ['input', field] });
  }
}
