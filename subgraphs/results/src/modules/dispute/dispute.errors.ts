import { type Locale, type Text, UserError } from '@ketqua/platform';
import { Field, ID, ObjectType } from 'type-graphql';
import { DisputeState } from './dispute-state.js';

const texts = {
  INVALID_STATEMENT: {
    vi: 'Hãy viết điều gì sai bằng một vài câu, nhiều nhất 1.000 ký tự.',
    en: 'Say in a few sentences what is wrong, in at most 1,000 characters.',
  },
  INVALID_NOTE: {
    vi: 'Hãy viết lý do cho người dân đọc, nhiều nhất 1.000 ký tự.',
    en: 'Give the reason, for the citizen to read, in at most 1,000 characters.',
  },
  RESULT_ALREADY_WITHDRAWN: {
    vi: 'Phòng xét nghiệm đã hủy kết quả này. Không còn gì để khiếu nại.',
    en: 'The laboratory has withdrawn this result already: there is nothing left to dispute.',
  },
} as const satisfies Record<string, Text>;

@ObjectType({
  implements: UserError,
  description:
    'Nothing was changed: INVALID_STATEMENT, INVALID_NOTE or RESULT_ALREADY_WITHDRAWN; `path` names the field.',
})
export class InvalidDisputeError extends UserError {
  @Field(() => [String])
  path!: string[];

  static of(locale: Locale, code: keyof typeof texts, field: string): InvalidDisputeError {
    return InvalidDisputeError.in(locale, texts[code], { code, path: ['input', field] });
  }
}

@ObjectType({ implements: UserError, description: 'The caller disputes this result already.' })
export class DisputeAlreadyOpenError extends UserError {
  override code = 'DISPUTE_ALREADY_OPEN';
  @Field(() => ID, { description: 'The dispute that is in course.' })
  disputeId!: string;

  static of(locale: Locale, disputeId: string): DisputeAlreadyOpenError {
    return DisputeAlreadyOpenError.in(
      locale,
      {
        vi: 'Bạn đã gửi khiếu nại về kết quả này. Hãy xem tiến trình, hoặc rút lại rồi gửi mới.',
        en: 'You have disputed this result already. See its course, or withdraw it and send another.',
      },
      { disputeId },
    );
  }
}

@ObjectType({
  implements: UserError,
  description: 'The transition table does not allow this from the state that is stored.',
})
export class InvalidDisputeTransitionError extends UserError {
  override code = 'INVALID_DISPUTE_TRANSITION';
  @Field(() => DisputeState, { description: 'What is stored.' })
  state!: DisputeState;

  static from(state: DisputeState, locale: Locale): InvalidDisputeTransitionError {
    return InvalidDisputeTransitionError.in(
      locale,
      {
        vi: 'Khiếu nại đang ở trạng thái khác. Hãy tải lại và xem tiến trình.',
        en: 'The dispute is in another state by now. Load it again and see its course.',
      },
      { state },
    );
  }
}
