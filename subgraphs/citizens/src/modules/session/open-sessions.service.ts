import { type Query, queryIn } from '@ketqua/platform';
import type { CitizensContext } from '../../context.js';
import { OpenSession } from './open-session.type.js';

/** More than a person has devices; what is beyond ends with `signOut(everywhere: true)`. */
const mostShown = 100;

interface SessionRow {
  readonly id: string;
  readonly label: string | null;
  readonly isNotified: boolean;
  readonly beganAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

/** The open sessions of an account, last used first, or the one that is named. */
export async function openSessionsOf(
  query: Query,
  { accountId, currentId, id = null }: { accountId: string; currentId: string; id?: string | null },
): Promise<OpenSession[]> {
  const rows = await query<SessionRow>(
    `select session.id, device.label, began_at as "beganAt", session.last_used_at as "lastUsedAt",
            expires_at as "expiresAt",
            exists (select from citizens.push_subscription where session_id = session.id) as "isNotified"
       from citizens.session left join citizens.device on device.id = session.device_id
      where session.account_id = $1 and ended_at is null and expires_at > now()
        and ($2::uuid is null or session.id = $2)
      order by session.last_used_at desc, session.id desc limit ${mostShown}`,
    [accountId, id],
  );
  return rows.map(({ id: sessionId, label, isNotified, beganAt, lastUsedAt, expiresAt }) =>
    Object.assign(new OpenSession(), {
      id: sessionId,
      device: label || null,
      isCurrent: sessionId === currentId,
      isNotified,
      beganAt: new Date(beganAt),
      lastUsedAt: new Date(lastUsedAt),
      expiresAt: new Date(expiresAt),
    }),
  );
}

/** The open sessions of whoever is signed in. */
export function openSessions(
  { em }: CitizensContext,
  viewer: { readonly id: string; readonly sessionId: string },
): Promise<OpenSession[]> {
  return openSessionsOf(queryIn(em), { accountId: viewer.id, currentId: viewer.sessionId });
}
