import { happened, queryIn, StepUpRequiredError, unauthenticated, unitOfWork } from '@ketqua/platform';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CitizensContext } from '../../context.js';
import { lostRoles } from '../role/lost-roles.js';
import { endSessions } from '../session/end-sessions.js';
import { Account } from './account.entity.js';
import { hasAdminInUse } from './bootstrap-admin.js';
import { LastAdminError } from './end-account.errors.js';
import type { EndAccountInput } from './end-account.input.js';
import { EndAccountPayload } from './end-account.payload.js';
import { whatIsKept } from './what-is-kept.js';

/**
 * Ends the viewer's account: it is deleted with its sessions, devices and subscriptions, and `account.ended` closes
 * to it what it had opened. Whoever signs in with the phone again has a new account, which proves its people anew.
 */
export async function endAccount(
  context: CitizensContext,
  input: EndAccountInput,
): Promise<EndAccountPayload | StepUpRequiredError | LastAdminError> {
  const { viewer, locale } = context;
  if (viewer.kind !== 'account') throw unauthenticated();
  if (StepUpRequiredError.isNeededBy(viewer)) {
    return StepUpRequiredError.in(locale, {
      vi: 'Để kết thúc tài khoản, hãy xác nhận lại bằng mã gửi đến điện thoại.',
      en: 'To end the account, confirm again with a code sent to your phone.',
    });
  }
  const { accountId } = viewer;
  return unitOfWork(context, async (em, outbox) => {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const account = await em.findOne(Account, { id: accountId }, { lockMode });
    if (!account) throw unauthenticated();
    if (await isLastAdmin(em, account)) return LastAdminError.of(locale);
    const { length: endedSessions } = await endSessions(em, outbox, { accountId });
    await queryIn(em)('delete from citizens.account where id = $1', [accountId]);
    em.clear();
    outbox(happened('account.ended', { accountId }), ...lostRoles(account, `account ${accountId}`));
    return Object.assign(new EndAccountPayload(), { endedSessions, ...whatIsKept(input.locale ?? locale) });
  });
}

/** Asked by one at a time: two that are the last two do not both go. */
async function isLastAdmin(em: SqlEntityManager, { id, roles }: Account): Promise<boolean> {
  if (!roles.includes('ADMIN')) return false;
  const query = queryIn(em);
  await query("select pg_advisory_xact_lock(hashtext('citizens.last-admin'))");
  return !(await hasAdminInUse(em, id));
}
