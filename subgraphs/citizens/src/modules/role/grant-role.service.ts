import { happened, phoneInE164, unitOfWork } from '@ketqua/platform';
import { validate } from 'uuid';
import type { CitizensContext } from '../../context.js';
import { accountMadeFor } from '../account/account-of-phone.js';
import { InvalidPhoneError } from '../account/phone-errors.js';
import type { GrantRoleInput } from './grant-role.input.js';
import { InvalidRoleError } from './role-errors.js';
import { RoleGrant } from './role-grant.type.js';

/**
 * Grants a role, and makes the account where there is none: its phone may be texted from now on, and for CITIZEN
 * that is all there is to it. A token of before does not have the role; the next one does.
 */
export async function grantRole(
  context: CitizensContext,
  input: GrantRoleInput,
): Promise<RoleGrant | InvalidPhoneError | InvalidRoleError> {
  const phone = phoneInE164(input.phone, context.settings.country);
  if (!phone) return InvalidPhoneError.of(context.locale);
  const wrong = wrongScope(context, input);
  if (wrong) return wrong;
  return unitOfWork(context, async (em, outbox) => {
    const account = await accountMadeFor(em, phone, context.locale);
    const labBefore = account.labId;
    account.grant(input.role, input);
    if (labBefore && labBefore !== account.labId) {
      // Their tokens of before name a laboratory that they left.
      outbox(happened('account.roles-changed', { accountId: account.id }));
    }
    return RoleGrant.of(account);
  });
}

function wrongScope(
  { locale }: CitizensContext,
  { role, labId, checkpointIds }: GrantRoleInput,
): InvalidRoleError | undefined {
  if (role === 'LAB_STAFF' && !validate(labId)) {
    return InvalidRoleError.at('labId', locale, {
      vi: 'LAB_STAFF cần phòng xét nghiệm nơi họ làm việc.',
      en: 'LAB_STAFF needs the laboratory where they work.',
    });
  }
  if (
    role === 'OFFICER' &&
    (!checkpointIds?.length || checkpointIds.length > 100 || !checkpointIds.every(validate))
  ) {
    return InvalidRoleError.at('checkpointIds', locale, {
      vi: 'OFFICER cần ít nhất một và nhiều nhất 100 chốt kiểm soát.',
      en: 'OFFICER needs the checkpoints where they may stand: 1 to 100.',
    });
  }
  return undefined;
}
