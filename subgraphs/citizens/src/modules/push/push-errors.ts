import { type Locale, UserError } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';

/** Nothing can be pushed to what was told. */
@ObjectType({
  implements: UserError,
  description: 'This is not a browser that can be pushed to: `path` names what does not fit.',
})
export class PushRefusedError extends UserError {
  override code = 'PUSH_REFUSED';

  @Field(() => [String])
  path!: string[];

  static at(field: string, locale: Locale): PushRefusedError {
    const text = {
      vi: 'Trình duyệt này không nhận được thông báo. Bạn vẫn nhận được tin nhắn.',
      en: 'This browser cannot be notified. You will be texted all the same.',
    };
    return PushRefusedError.in(locale, text, { path: ['input', field] });
  }
}
