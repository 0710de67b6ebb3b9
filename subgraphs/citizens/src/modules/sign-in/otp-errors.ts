import { type Locale, UserError } from '@ketqua/platform';
import { Field, Int, ObjectType } from 'type-graphql';
import { type Challenge, maximalAttempts } from './challenge.entity.js';

/** Not the code that was sent. */
@ObjectType({ implements: UserError, description: 'This is not the code that was sent.' })
export class OtpIncorrectError extends UserError {
  override code = 'OTP_INCORRECT';

  @Field(() => Int, { description: 'How often it may still be tried.' })
  attemptsLeft!: number;

  static after(attempts: number, locale: Locale): OtpIncorrectError {
    const attemptsLeft = maximalAttempts - attempts;
    const text = {
      vi: `Mã không đúng. Bạn còn ${attemptsLeft} lần thử.`,
      en: `The code is not right. Tries left: ${attemptsLeft}.`,
    };
    return OtpIncorrectError.in(locale, text, { attemptsLeft });
  }
}

/** The code is of no use any more, or never was. */
@ObjectType({ implements: UserError, description: 'The code has expired or was used: ask for another.' })
export class OtpExpiredError extends UserError {
  override code = 'OTP_EXPIRED';

  static of(locale: Locale): OtpExpiredError {
    return OtpExpiredError.in(locale, {
      vi: 'Mã đã hết hạn hoặc đã được dùng. Hãy yêu cầu mã mới.',
      en: 'The code has expired or was used. Ask for another.',
    });
  }
}

/** The code was tried too often. */
@ObjectType({ implements: UserError, description: 'The code was tried too often: ask for another.' })
export class OtpLockedError extends UserError {
  override code = 'OTP_LOCKED';

  @Field(() => Int, { description: 'Seconds after which another code is worth asking for.' })
  retryAfter!: number;

  static of({ requestedAt }: Challenge, locale: Locale): OtpLockedError {
    const retryAfter = Math.max(1, Math.ceil((requestedAt.getTime() + 60_000 - Date.now()) / 1000));
    const text = {
      vi: 'Bạn đã nhập sai quá nhiều lần. Hãy yêu cầu mã mới.',
      en: 'The code was tried too often. Ask for another.',
    };
    return OtpLockedError.in(locale, text, { retryAfter });
  }
}

/** The provider that checks codes cannot be reached. */
@ObjectType({
  implements: UserError,
  description: 'The code could not be checked: try the same one again. No try was counted.',
})
export class OtpUnavailableError extends UserError {
  override code = 'OTP_UNAVAILABLE';

  @Field(() => Int, { description: 'Seconds after which it is worth trying again.' })
  retryAfter!: number;

  static of(locale: Locale): OtpUnavailableError {
    const text = {
      vi: 'Chưa kiểm tra được mã. Hãy thử lại sau ít giây.',
      en: 'The code could not be checked. Try again in a few seconds.',
    };
    return OtpUnavailableError.in(locale, text, { retryAfter: 5 });
  }
}
