import { NotFoundError, Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { InvalidPhoneError } from '../account/phone-errors.js';
import { RevokeRoleInput } from './revoke-role.input.js';
import { revokeRole } from './revoke-role.service.js';
import { RoleGrant } from './role-grant.type.js';

const RevokeRoleResult = createUnionType({
  name: 'RevokeRoleResult',
  types: () => [RoleGrant, InvalidPhoneError, NotFoundError] as const,
});

@Resolver()
export class RevokeRoleResolver {
  @Permission('role.grant')
  @Mutation(() => RevokeRoleResult, {
    description: 'Takes a role away; access tokens of before are refused within seconds. Called by an ADMIN.',
  })
  revokeRole(
    @Ctx() context: CitizensContext,
    @Arg('input', () => RevokeRoleInput) input: RevokeRoleInput,
  ): Promise<typeof RevokeRoleResult> {
    return revokeRole(context, input);
  }
}
