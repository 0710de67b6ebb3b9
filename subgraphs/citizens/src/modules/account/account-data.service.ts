import { maskPhone, type Query, queryIn } from '@ketqua/platform';
import type { CitizensContext } from '../../context.js';
import { openSessionsOf } from '../session/open-sessions.service.js';
import { Account } from './account.entity.js';
import { AccountData, KnownDevice } from './account-data.type.js';
import type { Citizen } from './viewer.type.js';

const mostShown = 100;

/** What is held of an account, for its holder; null for anybody else. */
export async function accountData(
  { viewer, em }: CitizensContext,
  { id: accountId }: Citizen,
): Promise<AccountData | null> {
  if (viewer.kind !== 'account' || viewer.accountId !== accountId) return null;
  const account = await em.findOne(Account, { id: accountId }, { disableIdentityMap: true });
  if (!account) return null;
  const query = queryIn(em);
  const { phone, phoneIndex, locale, roles, createdAt, lastUsedAt } = account;
  const [notice] = await query<{ dueAt: Date }>(
    'select due_at as "dueAt" from citizens.notice where phone_index = $1',
    [phoneIndex],
  );
  return Object.assign(new AccountData(), {
    maskedPhone: maskPhone(phone),
    locale,
    roles,
    createdAt,
    lastUsedAt,
    devices: await devicesOf(query, accountId),
    sessions: await openSessionsOf(query, { accountId, currentId: viewer.sessionId }),
    lastNoticeAt: notice ? new Date(notice.dueAt) : null,
  });
}

async function devicesOf(query: Query, accountId: string): Promise<KnownDevice[]> {
  const rows = await query<{ id: string; label: string; firstUsedAt: Date; lastUsedAt: Date }>(
    `select id, label, first_used_at as "firstUsedAt", last_used_at as "lastUsedAt" from citizens.device
      where account_id = $1 order by last_used_at desc, id desc limit ${mostShown}`,
    [accountId],
  );
  return rows.map(({ id, label, firstUsedAt, lastUsedAt }) =>
    Object.assign(new KnownDevice(), {
      id,
      device: label || null,
      firstUsedAt: new Date(firstUsedAt),
      lastUsedAt: new Date(lastUsedAt),
    }),
  );
}
