import { actedBy, type NewEvent } from '@ketqua/platform';
import type { Account } from '../account/account.entity.js';

/** What the audit log is told of where an account loses every role that was granted to it, before it does. */
export function lostRoles({ id, roles }: Account, actor: string): NewEvent[] {
  return roles
    .filter((role) => role !== 'CITIZEN')
    .map((role) => actedBy(actor, 'ROLE_REVOKED', { accountId: id, role, checkpointIds: null }));
}
