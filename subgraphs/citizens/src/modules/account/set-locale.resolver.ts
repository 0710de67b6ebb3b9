import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { SetLocaleInput } from './set-locale.input.js';
import { setLocale } from './set-locale.service.js';
import { Viewer } from './viewer.type.js';

const SetLocaleResult = createUnionType({
  name: 'SetLocaleResult',
  types: () => [Viewer, NotFoundError] as const,
});

@Resolver()
export class SetLocaleResolver {
  @Permission('account.update')
  @Mutation(() => SetLocaleResult, {
    description: 'Sets the language of texts and notifications. Called by whoever is signed in.',
  })
  setLocale(
    @Ctx() context: CitizensContext,
    @Arg('input', () => SetLocaleInput) input: SetLocaleInput,
  ): Promise<typeof SetLocaleResult> {
    return setLocale(context, input);
  }
}
