import { type Locale, type Text, UserError } from '@ketqua/platform';
import { Field, ObjectType } from 'type-graphql';

const texts: Readonly<Record<string, Text>> = {
  reason: {
    vi: 'Hãy ghi lý do thu hồi: nó được lưu trong lịch sử của từng kết quả.',
    en: 'Give the reason of the recall: it is kept in the history of each result.',
  },
  kitLot: {
    vi: 'Thu hồi ở mọi phòng xét nghiệm thì phải có kitLot.',
    en: 'A recall at every laboratory needs kitLot.',
  },
  resultedTo: {
    vi: 'resultedTo phải sau resultedFrom.',
    en: 'resultedTo must be later than resultedFrom.',
  },
  runId: {
    vi: 'Hãy cho biết thu hồi gì: runId, instrument, kitLot hoặc resultedFrom.',
    en: 'Say what is recalled: runId, instrument, kitLot or resultedFrom.',
  },
};

@ObjectType({
  implements: UserError,
  description: 'Nothing was recalled: REASON_REQUIRED, or INVALID_RECALL; `path` names the field.',
})
export class InvalidRecallError extends UserError {
  @Field(() => [String])
  path!: string[];

  static of(locale: Locale, field: 'reason' | 'kitLot' | 'resultedTo' | 'runId'): InvalidRecallError {
    const more = { path: ['input', field] };
    return field === 'reason'
      ? InvalidRecallError.in(locale, texts[field]!, { code: 'REASON_REQUIRED', ...more })
      : InvalidRecallError.in(locale, texts[field]!, { code: 'INVALID_RECALL', ...more });
  }
}
