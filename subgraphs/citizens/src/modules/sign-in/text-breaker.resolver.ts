import { Public, queryIn } from '@ketqua/platform';
import { Ctx, Directive, Query, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import type { BreakerState } from './text-budget.js';

@Resolver()
export class TextBreakerResolver {
  @Public()
  @Directive('@inaccessible')
  @Query(() => String, {
    description:
      'Whether codes are texted: CLOSED where they are, HALF_OPEN where a few are, OPEN where none is. Asked by the gateway, for its metrics.',
  })
  async textBreaker(@Ctx() { em }: CitizensContext): Promise<BreakerState> {
    const [breaker] = await queryIn(em)<{ state: BreakerState }>('select state from citizens.text_breaker');
    return breaker?.state ?? 'CLOSED';
  }
}
