import { type Locale, UserError } from '@ketqua/platform';
import { Field, Int, ObjectType } from 'type-graphql';

/** A laboratory has as many keys in force as it may. */
@ObjectType({
  implements: UserError,
  description: 'The laboratory has as many keys in force as it may: revoke one that is not used.',
})
export class TooManyLabKeysError extends UserError {
  override code = 'TOO_MANY_LAB_KEYS';

  @Field(() => Int)
  maximum!: number;

  static of(locale: Locale, maximum: number): TooManyLabKeysError {
    const text = {
      vi: `Phòng xét nghiệm đã có ${maximum} khóa còn hiệu lực. Hãy thu hồi khóa không dùng nữa.`,
      en: `The laboratory has ${maximum} keys in force. Revoke one that is not used any more.`,
    };
    return TooManyLabKeysError.in(locale, text, { maximum });
  }
}
