import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { CancelResultInput, CorrectResultInput } from './change-result.input.js';
import { cancelResult, correctResult } from './change-result.service.js';
import { InvalidChangeError } from './invalid-change.error.js';
import { InvalidTransitionError } from './invalid-transition.error.js';
import { TestResultType } from './test-result.type.js';

const members = () => [TestResultType, InvalidTransitionError, InvalidChangeError, NotFoundError] as const;
const CorrectResultResult = createUnionType({ name: 'CorrectResultResult', types: members });
const CancelResultResult = createUnionType({ name: 'CancelResultResult', types: members });

@Resolver()
export class ChangeResultResolver {
  @Permission('result.submit')
  @Mutation(() => CorrectResultResult, {
    description:
      'Corrects a result: QR tokens of the old version end, the citizen hears of it. Called by its lab.',
  })
  correctResult(
    @Ctx() context: ResultsContext,
    @Arg('input', () => CorrectResultInput) input: CorrectResultInput,
  ): Promise<typeof CorrectResultResult> {
    return correctResult(context, input);
  }

  @Permission('result.submit')
  @Mutation(() => CancelResultResult, {
    description:
      'Withdraws a result, of the wrong patient say, and revokes its QR tokens. Called by its lab.',
  })
  cancelResult(
    @Ctx() context: ResultsContext,
    @Arg('input', () => CancelResultInput) input: CancelResultInput,
  ): Promise<typeof CancelResultResult> {
    return cancelResult(context, input);
  }
}
