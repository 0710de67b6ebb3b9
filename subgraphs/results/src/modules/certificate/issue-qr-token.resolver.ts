import { NotFoundError, Permission, StepUpRequiredError } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { ResultNotCertifiableError, ResultNotFinalError } from './issue-qr-token.errors.js';
import { issueQrToken } from './issue-qr-token.service.js';
import { QrToken } from './qr-token.type.js';

@InputType()
export class IssueQrTokenInput {
  @Field(() => ID)
  resultId!: string;
}

const IssueQrTokenResult = createUnionType({
  name: 'IssueQrTokenResult',
  types: () =>
    [QrToken, StepUpRequiredError, ResultNotFinalError, ResultNotCertifiableError, NotFoundError] as const,
});

@Resolver()
export class IssueQrTokenResolver {
  @Permission('qr-token.issue')
  @Mutation(() => IssueQrTokenResult, {
    description:
      'Issues the QR token of a result; asked twice it gives the same one. Called by whoever claimed the person.',
  })
  issueQrToken(
    @Ctx() context: ResultsContext,
    @Arg('input', () => IssueQrTokenInput) input: IssueQrTokenInput,
  ): Promise<typeof IssueQrTokenResult> {
    return issueQrToken(context, input.resultId);
  }
}
