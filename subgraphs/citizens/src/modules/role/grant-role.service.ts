import { acted, happened, phoneInE164, unitOfWork } from '@ketqua/platform';
import { validate } from 'uuid';
import type { CitizensContext } from '../../context.js';
import { accountMadeFor } from '../account/account-of-phone.js';
import { wakeAccount } from '../account/idle-accounts.js';
import { InvalidPhoneError } from '../account/phone-errors.js';
import type { GrantRoleInput } from './grant-role.input.js';
import { isKnownLab } from './known-labs.js';
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
  const wrong = await wrongScope(context, input);
  if (wrong) return wrong;
  return unitOfWork(context, async (em, outbox) => {
    const account = await accountMadeFor(em, phone, context.locale);
    // Roles of an earlier holder of the number are not added to.
    if (account.isIdle(new Date())) await wakeAccount(em, outbox, account);
    const labBefore = account.labId;
    account.grant(input.role, {
      labId: input.labId?.toLowerCase(),
      checkpointIds: input.checkpointIds?.map((id) => id.toLowerCase()),
    });
    if (labBefore && labBefore !== account.labId) {
      // Their tokens of before name a laboratory that they left.
      outbox(happened('account.roles-changed', { accountId: account.id }));
    }
    outbox(
      acted(context, 'ROLE_GRANTED', {
        ...{ accountId: account.id, role: input.role },
        // What hangs on this role was judged; what was written beside it was not, and is not granted.
        labId: input.role === 'LAB_STAFF' ? (input.labId ?? null) : null,
        checkpointIds: input.role === 'OFFICER' ? (input.checkpointIds?.join(' ') ?? null) : null,
      }),
    );
    return RoleGrant.of(account);
  });
}

async function wrongScope(
  context: CitizensContext,
  { role, labId, checkpointIds }: GrantRoleInput,
): Promise<InvalidRoleError | undefined> {
  const { locale } = context;
  if (role === 'LAB_STAFF' && !validate(labId)) {
    return InvalidRoleError.at('labId', locale, {
      vi: 'LAB_STAFF cần phòng xét nghiệm nơi họ làm việc.',
      en: 'LAB_STAFF needs the laboratory where they work.',
    });
  }
  if (role === 'LAB_STAFF' && !(await isKnownLab(context, labId!))) {
    return InvalidRoleError.at('labId', locale, {
      vi: 'Không có phòng xét nghiệm này. Hãy kiểm tra lại mã.',
      en: 'There is no such laboratory. Check the identifier.',
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
