import { type Locale, UserError } from '@ketqua/platform';
import { ObjectType } from 'type-graphql';

/** The session cannot go on. */
@ObjectType({ implements: UserError, description: 'The session has ended: sign in with a new code.' })
export class SessionExpiredError extends UserError {
  override code = 'SESSION_EXPIRED';

  static of(locale: Locale): SessionExpiredError {
    return SessionExpiredError.in(locale, {
      vi: 'Phiên đăng nhập đã hết. Hãy đăng nhập lại bằng mã mới.',
      en: 'Your session has ended. Sign in again with a new code.',
    });
  }
}
