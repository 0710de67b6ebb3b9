import { connectionOf, NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { answerDispute, withdrawDispute } from './answer-dispute.service.js';
import {
  DisputeAlreadyOpenError,
  InvalidDisputeError,
  InvalidDisputeTransitionError,
} from './dispute.errors.js';
import {
  AnswerDisputeInput,
  DisputeFilter,
  OpenDisputeInput,
  WithdrawDisputeInput,
} from './dispute.input.js';
import { DisputeConnection, DisputeType } from './dispute.type.js';
import {
  DisputePolicy,
  disputePolicy,
  InvalidDisputePolicyError,
  SetDisputePolicyInput,
  setDisputePolicy,
} from './dispute-policy.js';
import { listDisputes } from './list-disputes.service.js';
import { openDispute } from './open-dispute.service.js';
import { presentDisputes, readableDispute } from './readable-disputes.js';

const OpenDisputeResult = createUnionType({
  name: 'OpenDisputeResult',
  types: () => [DisputeType, DisputeAlreadyOpenError, InvalidDisputeError, NotFoundError] as const,
});
const members = () =>
  [DisputeType, InvalidDisputeTransitionError, InvalidDisputeError, NotFoundError] as const;
const AnswerDisputeResult = createUnionType({ name: 'AnswerDisputeResult', types: members });
const WithdrawDisputeResult = createUnionType({ name: 'WithdrawDisputeResult', types: members });
const SetDisputePolicyResult = createUnionType({
  name: 'SetDisputePolicyResult',
  types: () => [DisputePolicy, InvalidDisputePolicyError] as const,
});

@Resolver()
export class DisputeResolver {
  @Permission('dispute.open')
  @Mutation(() => OpenDisputeResult, {
    description:
      'Says that something is wrong with a released result of a claimed person: its laboratory and the authority hear of it. Ten a day. Called by CITIZEN.',
  })
  openDispute(
    @Ctx() context: ResultsContext,
    @Arg('input', () => OpenDisputeInput) input: OpenDisputeInput,
  ): Promise<typeof OpenDisputeResult> {
    return openDispute(context, input);
  }

  @Permission('dispute.open')
  @Mutation(() => WithdrawDisputeResult, { description: 'Takes back a dispute. Called by who opened it.' })
  withdrawDispute(
    @Ctx() context: ResultsContext,
    @Arg('input', () => WithdrawDisputeInput) input: WithdrawDisputeInput,
  ): Promise<typeof WithdrawDisputeResult> {
    return withdrawDispute(context, input);
  }

  @Permission('dispute.answer')
  @Mutation(() => AnswerDisputeResult, {
    description:
      'Answers a dispute. It changes no result: the laboratory does, by correctResult or cancelResult, which ends the dispute. Called by LAB_STAFF of the laboratory, by a key of it that may read, and by ADMIN.',
  })
  answerDispute(
    @Ctx() context: ResultsContext,
    @Arg('input', () => AnswerDisputeInput) input: AnswerDisputeInput,
  ): Promise<typeof AnswerDisputeResult> {
    return answerDispute(context, input);
  }

  @Permission('dispute.read')
  @Query(() => DisputeType, {
    nullable: true,
    description: 'One dispute. Read by who opened it, by its laboratory and by ADMIN.',
  })
  async dispute(
    @Ctx() context: ResultsContext,
    @Arg('id', () => ID) id: string,
  ): Promise<DisputeType | null> {
    const found = await readableDispute(context, id);
    return found ? (await presentDisputes(context, [found]))[0]! : null;
  }

  @Permission('dispute.answer')
  @Query(() => DisputeConnection, {
    description: 'Disputes to answer, newest first. A laboratory reads its own, ADMIN all.',
  })
  async disputes(
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
    @Arg('filter', () => DisputeFilter, { nullable: true }) filter?: DisputeFilter | null,
  ): Promise<DisputeConnection> {
    return connectionOf(await listDisputes(context, first, after, filter), first, ({ id }) => id);
  }

  @Permission('dispute-policy.manage')
  @Query(() => DisputePolicy, { description: 'How long a dispute may wait. Read by ADMIN.' })
  disputePolicy(@Ctx() context: ResultsContext): Promise<DisputePolicy> {
    return disputePolicy(context);
  }

  @Permission('dispute-policy.manage')
  @Mutation(() => SetDisputePolicyResult, {
    description:
      'Sets how long a dispute may wait, for what is opened or answered from now on. Called by ADMIN.',
  })
  setDisputePolicy(
    @Ctx() context: ResultsContext,
    @Arg('input', () => SetDisputePolicyInput) input: SetDisputePolicyInput,
  ): Promise<typeof SetDisputePolicyResult> {
    return setDisputePolicy(context, input);
  }
}
