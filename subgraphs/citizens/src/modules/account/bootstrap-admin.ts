import { actedBy, type EventLog, type Orm, phoneInE164, queryIn, unitOfWork } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { CitizensSettings } from '../../settings.js';
import { idleDays } from './account.entity.js';
import { accountMadeFor } from './account-of-phone.js';
import { wakeAccount } from './idle-accounts.js';

/**
 * Makes sure that somebody can grant the first roles: the phone that the installation names is made ADMIN while no ADMIN
 * is in use. Beside another one it is not: its number may be somebody else's by now.
 */
export async function bootstrapAdmin(
  orm: Orm,
  events: EventLog,
  { bootstrapAdminPhone, country }: CitizensSettings,
): Promise<void> {
  const phone = bootstrapAdminPhone && phoneInE164(bootstrapAdminPhone, country);
  if (!phone) return;
  await unitOfWork({ em: orm.em.fork(), events }, async (em, outbox) => {
    const account = await accountMadeFor(em, phone, 'vi');
    if (await hasAdminInUse(em)) return;
    if (account.isIdle(new Date())) await wakeAccount(em, outbox, account);
    if (account.roles.includes('ADMIN')) return;
    account.grant('ADMIN', {});
    const subject = { accountId: account.id, role: 'ADMIN', labId: null, checkpointIds: null };
    outbox(actedBy('ketqua', 'ROLE_GRANTED', subject));
  });
}

/** Whether there is an ADMIN, other than `besides`, whose account is used. */
export async function hasAdminInUse(em: SqlEntityManager, besides: string | null = null): Promise<boolean> {
  const found = await queryIn(em)(
    `select from citizens.account
      where roles @> '{ADMIN}' and last_used_at > now() - make_interval(days => $2)
        and ($1::uuid is null or id <> $1::uuid) limit 1`,
    [besides, idleDays],
  );
  return found.length > 0;
}
