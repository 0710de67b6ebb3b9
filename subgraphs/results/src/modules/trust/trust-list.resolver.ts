import { NotFoundError, Permission, StepUpRequiredError } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Query, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import {
  importTrustList,
  removeTrustList,
  revokingCountries,
  trustLists,
} from './import-trust-list.service.js';
import {
  ImportTrustListInput,
  InvalidTrustListError,
  RemoveTrustListInput,
  RevokingCountry,
  TrustListImport,
  TrustListType,
} from './trust-list.type.js';

const ImportTrustListResult = createUnionType({
  name: 'ImportTrustListResult',
  types: () => [TrustListImport, InvalidTrustListError, StepUpRequiredError] as const,
});

const RemoveTrustListResult = createUnionType({
  name: 'RemoveTrustListResult',
  types: () => [TrustListType, NotFoundError, StepUpRequiredError] as const,
});

@Resolver()
export class TrustListResolver {
  @Permission('trust-list.manage')
  @Query(() => [TrustListType], { description: 'Whose keys are believed besides our own. Read by ADMIN.' })
  trustLists(@Ctx() context: ResultsContext): Promise<TrustListType[]> {
    return trustLists(context);
  }

  @Permission('trust-list.manage')
  @Query(() => [RevokingCountry], {
    description:
      'Whose revocations were imported. Certificates of other countries are of unknown status. Read by ADMIN.',
  })
  revokingCountries(@Ctx() context: ResultsContext): Promise<RevokingCountry[]> {
    return revokingCountries(context);
  }

  @Permission('trust-list.manage')
  @Mutation(() => ImportTrustListResult, {
    description:
      'Imports the keys of another authority, derived from their certificates, or what it revoked. Called by ADMIN, with a code verified in the last 15 minutes.',
  })
  importTrustList(
    @Ctx() context: ResultsContext,
    @Arg('input', () => ImportTrustListInput) input: ImportTrustListInput,
  ): Promise<typeof ImportTrustListResult> {
    return importTrustList(context, input);
  }

  @Permission('trust-list.manage')
  @Mutation(() => RemoveTrustListResult, {
    description:
      'Believes the keys of a source no longer. Called by ADMIN, with a code verified in the last 15 minutes.',
  })
  removeTrustList(
    @Ctx() context: ResultsContext,
    @Arg('input', () => RemoveTrustListInput) input: RemoveTrustListInput,
  ): Promise<typeof RemoveTrustListResult> {
    return removeTrustList(context, input.source);
  }
}
