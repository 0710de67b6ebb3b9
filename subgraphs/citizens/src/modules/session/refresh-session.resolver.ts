import { Public } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { RefreshSessionInput } from './refresh-session.input.js';
import { refreshSession } from './refresh-session.service.js';
import { Session } from './session.type.js';
import { SessionExpiredError } from './session-errors.js';

const RefreshSessionResult = createUnionType({
  name: 'RefreshSessionResult',
  types: () => [Session, SessionExpiredError] as const,
});

@Resolver()
export class RefreshSessionResolver {
  @Public()
  @Mutation(() => RefreshSessionResult, {
    description:
      'Goes on with a session. A refresh token is used once; used again, it ends the whole session, unless its device asks within a minute for an answer that was lost. For everybody.',
  })
  refreshSession(
    @Ctx() context: CitizensContext,
    @Arg('input', () => RefreshSessionInput) input: RefreshSessionInput,
  ): Promise<typeof RefreshSessionResult> {
    return refreshSession(context, input);
  }
}
