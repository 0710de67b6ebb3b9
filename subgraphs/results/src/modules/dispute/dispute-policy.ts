import { acted, queryIn, UserError, unitOfWork } from '@ketqua/platform';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { ResultsContext } from '../../context.js';

const mostDays = 90;

@ObjectType({ description: 'How long a dispute may wait. Read by ADMIN.' })
export class DisputePolicy {
  @Field(() => Int, {
    description: 'Days to answer, and, once it is upheld, to correct or withdraw the result.',
  })
  answerDays!: number;
  @Field(() => Int, { description: 'Days from NEEDS_TIME on.' })
  extensionDays!: number;
}

@InputType({ description: 'For disputes and answers from now on: 1 to 90 days each.' })
export class SetDisputePolicyInput {
  @Field(() => Int)
  answerDays!: number;
  @Field(() => Int)
  extensionDays!: number;
}

@ObjectType({ implements: UserError, description: 'A deadline is not 1 to 90 days; `path` names it.' })
export class InvalidDisputePolicyError extends UserError {
  override code = 'INVALID_DISPUTE_POLICY';
  @Field(() => [String])
  path!: string[];
}

const columns = 'answer_days as "answerDays", extension_days as "extensionDays"';

/** The policy in force. */
export async function disputePolicy({ em }: ResultsContext): Promise<DisputePolicy> {
  const [row] = await queryIn(em)<DisputePolicy>(`select ${columns} from results.dispute_policy`);
  return Object.assign(new DisputePolicy(), row);
}

/** Sets the deadlines of what is opened or answered from now on. */
export async function setDisputePolicy(
  context: ResultsContext,
  { answerDays, extensionDays }: SetDisputePolicyInput,
): Promise<DisputePolicy | InvalidDisputePolicyError> {
  const isUsable = (days: number) => days >= 1 && days <= mostDays;
  if (!isUsable(answerDays) || !isUsable(extensionDays)) {
    return InvalidDisputePolicyError.in(
      context.locale,
      { vi: `Thời hạn từ 1 đến ${mostDays} ngày.`, en: `A deadline is 1 to ${mostDays} days.` },
      { path: ['input', isUsable(answerDays) ? 'extensionDays' : 'answerDays'] },
    );
  }
  const [row] = await unitOfWork(context, async (em, outbox) => {
    outbox(acted(context, 'DISPUTE_POLICY_SET', { answerDays, extensionDays }));
    return queryIn(em)<DisputePolicy>(
      `update results.dispute_policy set answer_days = $1, extension_days = $2 returning ${columns}`,
      [answerDays, extensionDays],
    );
  });
  return Object.assign(new DisputePolicy(), row);
}
