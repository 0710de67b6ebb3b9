import { Permission, StepUpRequiredError } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { LastAdminError } from './end-account.errors.js';
import { EndAccountInput } from './end-account.input.js';
import { EndAccountPayload } from './end-account.payload.js';
import { endAccount } from './end-account.service.js';

const EndAccountResult = createUnionType({
  name: 'EndAccountResult',
  types: () => [EndAccountPayload, StepUpRequiredError, LastAdminError] as const,
});

@Resolver()
export class EndAccountResolver {
  @Permission('account.end')
  @Mutation(() => EndAccountResult, {
    description:
      "Ends the viewer's account for good, with a code verified in the last 15 minutes. A laboratory's records stay for their legal term. Called by whoever is signed in.",
  })
  endAccount(
    @Ctx() context: CitizensContext,
    @Arg('input', () => EndAccountInput) input: EndAccountInput,
  ): Promise<typeof EndAccountResult> {
    return endAccount(context, input);
  }
}
