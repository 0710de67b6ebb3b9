import { type Orm, phoneInE164 } from '@ketqua/platform';
import type { CitizensSettings } from '../../settings.js';
import { accountMadeFor } from './account-of-phone.js';

/** Makes sure that somebody can grant the first roles. */
export async function bootstrapAdmin(orm: Orm, settings: CitizensSettings): Promise<void> {
  const phone = settings.bootstrapAdminPhone && phoneInE164(settings.bootstrapAdminPhone, settings.country);
  if (!phone) return;
  await orm.em.fork().transactional(async (em) => {
    const account = await accountMadeFor(em, phone, 'vi');
    account.grant('ADMIN', {});
  });
}
