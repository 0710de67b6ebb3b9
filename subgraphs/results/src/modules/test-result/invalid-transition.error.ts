import { type Locale, UserError } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';
import { ResultStatus } from './test-result.vocabulary.js';

@ObjectType({
  implements: UserError,
  description: 'The transition table does not allow this from the status that is stored.',
})
export class InvalidTransitionError extends UserError {
  override code = 'INVALID_TRANSITION';
  @Field(() => ResultStatus, { description: 'What is stored.' })
  status!: ResultStatus;

  static from(status: ResultStatus, locale: Locale): InvalidTransitionError {
    return InvalidTransitionError.in(
      locale,
      {
        vi: 'Kết quả ở trạng thái này không thể đổi như vậy. Kết quả đã hủy phải gửi lại với mã mẫu mới.',
        en: 'A result in this status cannot be changed so. One that was withdrawn is submitted anew, under a new accession number.',
      },
      { status },
    );
  }
}
