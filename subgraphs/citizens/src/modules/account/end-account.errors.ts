import { type Locale, UserError } from '@ketqua/platform';
import { ObjectType } from 'type-graphql';

/** Without an ADMIN nobody could grant a role any more. */
@ObjectType({ implements: UserError, description: 'The last ADMIN cannot end their account.' })
export class LastAdminError extends UserError {
  override code = 'LAST_ADMIN';

  static of(locale: Locale): LastAdminError {
    return LastAdminError.in(locale, {
      vi: 'Bạn là quản trị viên cuối cùng. Hãy cấp quyền ADMIN cho người khác trước.',
      en: 'You are the last administrator. Grant ADMIN to somebody else first.',
    });
  }
}
