import { type Locale, UserError } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';

/** What was written cannot be a phone number. */
@ObjectType({ implements: UserError, description: 'This cannot be a phone number.' })
export class InvalidPhoneError extends UserError {
  override code = 'INVALID_PHONE';

  @Field(() => [String])
  path!: string[];

  static of(locale: Locale): InvalidPhoneError {
    const text = {
      vi: 'Số điện thoại không hợp lệ. Hãy nhập lại, ví dụ 0912 345 678.',
      en: 'This is not a phone number. Write it again, as 0912 345 678 or +84 912 345 678.',
    };
    return InvalidPhoneError.in(locale, text, { path: ['input', 'phone'] });
  }
}
