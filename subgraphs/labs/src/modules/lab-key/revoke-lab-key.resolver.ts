import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { LabsContext } from '../../context.js';
import { LabKey } from './lab-key.type.js';
import { RevokeLabKeyInput } from './revoke-lab-key.input.js';
import { revokeLabKey } from './revoke-lab-key.service.js';

const RevokeLabKeyResult = createUnionType({
  name: 'RevokeLabKeyResult',
  types: () => [LabKey, NotFoundError] as const,
});

@Resolver()
export class RevokeLabKeyResolver {
  @Permission('lab-key.revoke')
  @Mutation(() => RevokeLabKeyResult, {
    description:
      'Revokes a key, and the sessions that it opened. Called by an ADMIN, and by LAB_STAFF of its laboratory.',
  })
  revokeLabKey(
    @Ctx() context: LabsContext,
    @Arg('input', () => RevokeLabKeyInput) input: RevokeLabKeyInput,
  ): Promise<typeof RevokeLabKeyResult> {
    return revokeLabKey(context, input);
  }
}
