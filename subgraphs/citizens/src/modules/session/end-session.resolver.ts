import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { EndSessionInput } from './end-session.input.js';
import { endSession } from './end-session.service.js';
import { OpenSession } from './open-session.type.js';

const EndSessionResult = createUnionType({
  name: 'EndSessionResult',
  types: () => [OpenSession, NotFoundError] as const,
});

@Resolver()
export class EndSessionResolver {
  @Permission('session.end')
  @Mutation(() => EndSessionResult, {
    description:
      'Ends a session of this account and forgets its device; gives it as it was. Called by whoever is signed in.',
  })
  endSession(
    @Ctx() context: CitizensContext,
    @Arg('input', () => EndSessionInput) input: EndSessionInput,
  ): Promise<typeof EndSessionResult> {
    return endSession(context, input);
  }
}
