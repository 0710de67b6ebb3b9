import { Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import {
  InvalidReleasePolicyError,
  ReleasePolicyType,
  SetReleasePolicyInput,
} from './release-policy.type.js';
import { releasePolicies, setReleasePolicy } from './set-release-policy.service.js';

const SetReleasePolicyResult = createUnionType({
  name: 'SetReleasePolicyResult',
  types: () => [ReleasePolicyType, InvalidReleasePolicyError] as const,
});

@Resolver()
export class ReleasePolicyResolver {
  @Permission('release-policy.manage')
  @Query(() => [ReleasePolicyType], {
    description: 'When results are shown. A disease without a policy waits for a person. Read by ADMIN.',
  })
  releasePolicies(@Ctx() context: ResultsContext): Promise<ReleasePolicyType[]> {
    return releasePolicies(context);
  }

  @Permission('release-policy.manage')
  @Mutation(() => SetReleasePolicyResult, {
    description:
      'Sets when results of a disease are shown, for those stored from now on: what is held stays held until releaseResults. Called by ADMIN.',
  })
  setReleasePolicy(
    @Ctx() context: ResultsContext,
    @Arg('input', () => SetReleasePolicyInput) input: SetReleasePolicyInput,
  ): Promise<typeof SetReleasePolicyResult> {
    return setReleasePolicy(context, input);
  }
}
