import { type Locale, type Text, UserError } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';

const texts = {
  REASON_REQUIRED: {
    vi: 'Hãy ghi lý do: nó được lưu trong lịch sử của kết quả.',
    en: "Give a reason: it is kept in the result's history.",
  },
  INVALID_CHANGE: {
    vi: 'Giá trị này không dùng được: trống, quá dài, không khớp mã xét nghiệm, hoặc thời điểm không hợp lý.',
    en: 'This value cannot be used: it is empty, too long, does not fit the test code, or is an impossible time.',
  },
} as const satisfies Record<string, Text>;

@ObjectType({
  implements: UserError,
  description: 'Nothing was changed: REASON_REQUIRED, or INVALID_CHANGE; `path` names the field.',
})
export class InvalidChangeError extends UserError {
  @Field(() => [String])
  path!: string[];

  static of(locale: Locale, code: keyof typeof texts, field: string): InvalidChangeError {
    return InvalidChangeError.in(locale, texts[code], { code, path: ['input', ...field.split('.')] });
  }
}
