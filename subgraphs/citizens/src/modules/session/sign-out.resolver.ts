import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { SignOutInput } from './sign-out.input.js';
import { SignOutPayload } from './sign-out.payload.js';
import { signOut } from './sign-out.service.js';

const SignOutResult = createUnionType({
  name: 'SignOutResult',
  types: () => [SignOutPayload, NotFoundError] as const,
});

@Resolver()
export class SignOutResolver {
  @Permission('session.end')
  @Mutation(() => SignOutResult, {
    description: 'Ends this session, or all of them. Called by whoever is signed in.',
  })
  signOut(
    @Ctx() context: CitizensContext,
    @Arg('input', () => SignOutInput) input: SignOutInput,
  ): Promise<typeof SignOutResult> {
    return signOut(context, input);
  }
}
