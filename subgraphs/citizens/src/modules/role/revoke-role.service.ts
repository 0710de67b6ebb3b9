import { acted, happened, NotFoundError, phoneInE164, unitOfWork } from '@ketqua/platform';
import { validate } from 'uuid';
import type { CitizensContext } from '../../context.js';
import { accountOfPhone } from '../account/account-of-phone.js';
import { InvalidPhoneError } from '../account/phone-errors.js';
import type { RevokeRoleInput } from './revoke-role.input.js';
import { RoleGrant } from './role-grant.type.js';

/** Takes a role away; the event has the account's access tokens of before refused. CITIZEN remains with everybody. */
export async function revokeRole(
  context: CitizensContext,
  { phone: written, role, checkpointIds }: RevokeRoleInput,
): Promise<RoleGrant | InvalidPhoneError | NotFoundError> {
  const phone = phoneInE164(written, context.settings.country);
  if (!phone) return InvalidPhoneError.of(context.locale);
  return unitOfWork(context, async (em, outbox) => {
    const account = await accountOfPhone(em, phone);
    if (!account?.roles.includes(role) || role === 'CITIZEN') return NotFoundError.of(context.locale);
    account.revoke(role, { checkpointIds });
    outbox(happened('account.roles-changed', { accountId: account.id }));
    outbox(
      acted(context, 'ROLE_REVOKED', {
        ...{ accountId: account.id, role },
        // What is no identifier takes nothing away.
        checkpointIds: role === 'OFFICER' ? (checkpointIds?.filter(validate).join(' ') ?? null) : null,
      }),
    );
    return RoleGrant.of(account);
  });
}
