import type { CitizensContext } from '../../context.js';
import { Account } from './account.entity.js';
import { Citizen, Viewer } from './viewer.type.js';

/** Who is signed in, as the account is now; null for nobody and for a laboratory's key. */
export async function me({ viewer, em }: CitizensContext): Promise<Viewer | null> {
  if (viewer.kind !== 'account') return null;
  const account = await em.findOne(Account, { id: viewer.accountId }, { disableIdentityMap: true });
  return account && Viewer.of(account, viewer.sessionId);
}

/** A citizen, for that citizen alone. */
export function citizenOfId({ viewer }: CitizensContext, id: string): Citizen | null {
  if (viewer.kind !== 'account' || viewer.accountId !== id) return null;
  return Object.assign(new Citizen(), { id });
}
