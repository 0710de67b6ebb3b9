import { connectionOf, NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { PersonType } from '../person/person.type.js';
import { UnreadablePhoneError } from '../phone-report/phone-report.types.js';
import { listDeskActs } from './desk-acts.js';
import { findPerson } from './find-person.service.js';
import {
  ClaimCode,
  ClaimCodeRefusedError,
  DeskActConnection,
  FindPersonInput,
  FoundPerson,
  IssueClaimCodeInput,
  RedeemClaimCodeInput,
} from './help-desk.types.js';
import { issueClaimCode } from './issue-claim-code.service.js';
import { redeemClaimCode } from './redeem-claim-code.service.js';

const FindPersonResult = createUnionType({
  name: 'FindPersonResult',
  types: () => [FoundPerson, NotFoundError] as const,
});
const IssueClaimCodeResult = createUnionType({
  name: 'IssueClaimCodeResult',
  types: () => [ClaimCode, UnreadablePhoneError, NotFoundError] as const,
});
const RedeemClaimCodeResult = createUnionType({
  name: 'RedeemClaimCodeResult',
  types: () => [PersonType, ClaimCodeRefusedError, NotFoundError] as const,
});

@Resolver()
export class HelpDeskResolver {
  @Permission('person.find')
  @Mutation(() => FindPersonResult, {
    description:
      'Finds the one person of whom all that is given is as recorded; 30 an hour, each written down and shown to the person. Called by HELP_DESK.',
  })
  findPerson(
    @Ctx() context: ResultsContext,
    @Arg('input', () => FindPersonInput) input: FindPersonInput,
  ): Promise<typeof FindPersonResult> {
    return findPerson(context, input);
  }

  @Permission('claim-code.issue')
  @Mutation(() => IssueClaimCodeResult, {
    description:
      'Hands out a code that opens a person once, within 24 hours, to whoever was compared with the document. Called by the HELP_DESK that found the person within the last hour.',
  })
  issueClaimCode(
    @Ctx() context: ResultsContext,
    @Arg('input', () => IssueClaimCodeInput) input: IssueClaimCodeInput,
  ): Promise<typeof IssueClaimCodeResult> {
    return issueClaimCode(context, input);
  }

  @Permission('person.claim')
  @Mutation(() => RedeemClaimCodeResult, {
    description: "Opens the person of a help desk's code, on whatever phone. Called by CITIZEN.",
  })
  redeemClaimCode(
    @Ctx() context: ResultsContext,
    @Arg('input', () => RedeemClaimCodeInput) { code }: RedeemClaimCodeInput,
  ): Promise<typeof RedeemClaimCodeResult> {
    return redeemClaimCode(context, code);
  }

  @Permission('desk-act.read')
  @Query(() => DeskActConnection, { description: 'What help desks did, newest first. Read by ADMIN.' })
  async deskActs(
    @Ctx() context: ResultsContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<DeskActConnection> {
    return connectionOf(await listDeskActs(context, first, after), first, ({ id }) => id);
  }
}
