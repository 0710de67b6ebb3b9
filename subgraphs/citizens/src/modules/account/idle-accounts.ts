import { type EventLog, happened, type Orm, type Outbox, queryIn, unitOfWork } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { lostRoles } from '../role/lost-roles.js';
import { type Account, idleDays } from './account.entity.js';

const accountsAtOnce = 500;

/**
 * Tells, once for each, which accounts nobody uses any more, and forgets their devices. Several processes may do so:
 * each takes accounts that no other has.
 */
export async function tellIdleAccounts(orm: Orm, events: EventLog): Promise<void> {
  for (let told = accountsAtOnce; told === accountsAtOnce; ) {
    told = await unitOfWork({ em: orm.em.fork(), events }, async (em, outbox) => {
      const idle = await queryIn(em)<{ id: string }>(
        `update citizens.account set idle_told_at = now()
          where id in (
            select id from citizens.account
             where idle_told_at is null and last_used_at < now() - interval '${idleDays} days'
             order by last_used_at limit ${accountsAtOnce} for update skip locked)
          returning id`,
      );
      await forgetDevices(
        em,
        idle.map(({ id }) => id),
      );
      outbox(...idle.map(({ id }) => happened('account.idle', { accountId: id })));
      return idle.length;
    });
  }
}

/**
 * Notes that a locked account's holder signed in. After an idleness, on a new device, whatever it shows, and without the
 * roles that were granted to the number before.
 */
export async function wakeAccount(em: SqlEntityManager, outbox: Outbox, account: Account): Promise<void> {
  const now = new Date();
  if (account.isIdle(now)) {
    await forgetDevices(em, [account.id]);
    outbox(...lostRoles(account, 'ketqua'));
    account.lapse();
    if (!account.idleToldAt) outbox(happened('account.idle', { accountId: account.id }));
  }
  account.idleToldAt = null;
  account.lastUsedAt = now;
}

/**
 * Notes that an account is used through one of its open sessions: once an hour, since it locks the account's row.
 * Called before the session's row is locked, as everywhere.
 */
export async function noteUse(em: SqlEntityManager, sessionId: string): Promise<void> {
  await queryIn(em)(
    `update citizens.account set last_used_at = now()
       from citizens.session
      where session.id = $1 and session.account_id = account.id and ended_at is null and expires_at > now()
        and account.last_used_at < now() - interval '1 hour'`,
    [sessionId],
  );
}

async function forgetDevices(em: SqlEntityManager, accountIds: readonly string[]): Promise<void> {
  await queryIn(em)('delete from citizens.device where account_id = any($1::uuid[])', [accountIds]);
}
