import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { ResultsContext } from '../../context.js';
import { PersonType } from '../person/person.type.js';
import { ClaimLockedError, ClaimRejectedError } from './claim-person.errors.js';
import { ClaimPersonInput } from './claim-person.input.js';
import { claimPerson } from './claim-person.service.js';

const ClaimPersonResult = createUnionType({
  name: 'ClaimPersonResult',
  types: () => [PersonType, ClaimRejectedError, ClaimLockedError, NotFoundError] as const,
});

@Resolver()
export class ClaimPersonResolver {
  @Permission('person.claim')
  @Mutation(() => ClaimPersonResult, {
    description:
      "Opens a person on the viewer's phone by the birth date. Later results of that person come by themselves.",
  })
  claimPerson(
    @Ctx() context: ResultsContext,
    @Arg('input', () => ClaimPersonInput) input: ClaimPersonInput,
  ): Promise<typeof ClaimPersonResult> {
    return claimPerson(context, input);
  }
}
