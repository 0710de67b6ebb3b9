import { Public } from '@ketqua/platform';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { TrustBundleType } from './trust-bundle.type.js';

@Resolver()
export class TrustBundleResolver {
  @Public()
  @Query(() => TrustBundleType, {
    name: 'trustBundle',
    description:
      'What a verifier works with offline: keys, rules, value sets and status, signed. For everybody.',
  })
  async trustBundle(@Ctx() { bundles }: ResultsContext): Promise<TrustBundleType> {
    const { document, text } = await bundles.current();
    return Object.assign(new TrustBundleType(), document, { document: text });
  }
}
