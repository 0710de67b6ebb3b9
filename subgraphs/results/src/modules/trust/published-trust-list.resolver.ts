import { Permission, Public } from '@ketqua/platform';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { ownRevocations, publishedTrustList } from './publish-trust.service.js';
import { OwnRevocations, PublishedTrustList } from './published-trust-list.type.js';
import { RevocationHashType } from './trust-bundle.type.js';

@Resolver()
export class PublishedTrustListResolver {
  @Public()
  @Query(() => PublishedTrustList, {
    description:
      'Our keys for verifiers of other authorities, as certificates and as a signed JWKS. For everybody.',
  })
  publishedTrustList(@Ctx() context: ResultsContext): Promise<PublishedTrustList> {
    return publishedTrustList(context);
  }

  @Permission('trust-list.manage')
  @Query(() => OwnRevocations, {
    description: 'Our withdrawn certificates as DCC revocation hashes, a thousand at a time. Read by ADMIN.',
  })
  ownRevocations(
    @Ctx() context: ResultsContext,
    @Arg('hashType', () => RevocationHashType) hashType: RevocationHashType,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<OwnRevocations> {
    return ownRevocations(context, hashType, after ?? null);
  }
}
