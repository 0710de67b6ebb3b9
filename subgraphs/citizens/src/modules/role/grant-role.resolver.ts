import { Permission } from '@ketqua/platform';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { CitizensContext } from '../../context.js';
import { InvalidPhoneError } from '../account/phone-errors.js';
import { GrantRoleInput } from './grant-role.input.js';
import { grantRole } from './grant-role.service.js';
import { InvalidRoleError } from './role-errors.js';
import { RoleGrant } from './role-grant.type.js';

const GrantRoleResult = createUnionType({
  name: 'GrantRoleResult',
  types: () => [RoleGrant, InvalidPhoneError, InvalidRoleError] as const,
});

@Resolver()
export class GrantRoleResolver {
  @Permission('role.grant')
  @Mutation(() => GrantRoleResult, {
    description:
      'Grants a role to whoever holds a phone. It is in their next access token. Called by an ADMIN.',
  })
  grantRole(
    @Ctx() context: CitizensContext,
    @Arg('input', () => GrantRoleInput) input: GrantRoleInput,
  ): Promise<typeof GrantRoleResult> {
    return grantRole(context, input);
  }
}
