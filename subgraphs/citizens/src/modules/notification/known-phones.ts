import { queryIn } from '@ketqua/platform';
import type { SqlEntityManager } from '@mikro-orm/sql';

/**
 * Whether a phone may be texted: somebody signed in with it, an ADMIN registered it (for a role, or as a laboratory's
 * contact), or a laboratory reported it.
 */
export async function mayBeTexted(em: SqlEntityManager, phoneIndex: Uint8Array): Promise<boolean> {
  const [row] = await queryIn(em)<{ isKnown: boolean }>(
    `select exists (select from citizens.account where phone_index = $1)
         or exists (select from citizens.known_phone where phone_index = $1) as "isKnown"`,
    [phoneIndex],
  );
  return row!.isKnown;
}
