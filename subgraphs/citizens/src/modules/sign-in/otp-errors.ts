import { type Locale, UserError } from '@ketqua/platform';
import { Field, Int, ObjectType } from 'type-graphql';
import { OtpChannel } from '../phone-network/phone-verifier.js';
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

  /** Too many wrong codes for this phone, in a day or a month. */
  static until(retryAfter: number, locale: Locale): OtpLockedError {
    const hours = Math.ceil(retryAfter / 3_600);
    const text = {
      vi: `Số này đã nhập sai mã quá nhiều lần. Hãy thử lại sau ${hours} giờ, trên thiết bị bạn đã từng đăng nhập, hoặc liên hệ bộ phận hỗ trợ.`,
      en: `Too many wrong codes for this number. Try again in ${hours} h, on a device where you signed in before, or ask the help desk.`,
    };
    return OtpLockedError.in(locale, text, { retryAfter });
  }
}

/** The provider that sends and checks codes cannot be reached. */
@ObjectType({
  implements: UserError,
  description:
    'The provider of codes cannot be reached. A code that could not be checked may be tried again: no try was counted, the first five times. Where none can be sent, to whatever phone, none is promised.',
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

  /** No code can be sent to anybody, for some seconds at least. */
  static toSend(retryAfter: number, locale: Locale): OtpUnavailableError {
    const text = {
      vi: `Lúc này chưa gửi được mã tới bất kỳ số nào. Hãy thử lại sau ${retryAfter} giây.`,
      en: `No code can be sent to any number just now. Try again in ${retryAfter} s.`,
    };
    return OtpUnavailableError.in(locale, text, { retryAfter });
  }
}

/** The provider will not send codes to this phone. Told to its holder alone, who is signed in with it. */
@ObjectType({
  implements: UserError,
  description:
    'No text is sent to this phone: another way may do. Told to whoever is signed in with it, and to nobody else.',
})
export class OtpBlockedError extends UserError {
  override code = 'OTP_BLOCKED';

  @Field(() => [OtpChannel], { description: 'How a code may travel all the same.' })
  channels!: OtpChannel[];

  static of(channels: readonly OtpChannel[], locale: Locale): OtpBlockedError {
    const text = {
      vi: 'Nhà mạng chặn tin nhắn mã tới số này. Hãy chọn cách khác để nhận mã.',
      en: 'The network blocks texts with codes to this number. Choose another way to get a code.',
    };
    return OtpBlockedError.in(locale, text, { channels: [...channels] });
  }
}
