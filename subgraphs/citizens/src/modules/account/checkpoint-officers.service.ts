import { hasRole, maskPhone, queryIn } from '@ketqua/platform';
import { validate } from 'uuid';
import type { CitizensContext } from '../../context.js';
import { keyRing } from '../../key-ring.js';
import { Checkpoint, Officer } from './checkpoint.type.js';

/** Who may stand at a checkpoint, for an ADMIN; null for others. */
export async function officersOf(
  { viewer, em }: CitizensContext,
  checkpoint: Checkpoint,
): Promise<Officer[] | null> {
  if (!hasRole(viewer, 'ADMIN')) return null;
  const rows = await queryIn(em)<{ id: string; phone: Uint8Array }>(
    `select id, phone from citizens.account where checkpoint_ids @> array[$1]::uuid[] and 'OFFICER' = any(roles)
      order by id limit 500`,
    [checkpoint.id],
  );
  return rows.map(({ id, phone }) =>
    Object.assign(new Officer(), { id, maskedPhone: maskPhone(keyRing.open(phone, 'account.phone')) }),
  );
}

/** The checkpoint of that id. Whether there is one, results knows. */
export function checkpointOfId(id: string): Checkpoint | null {
  return validate(id) ? Checkpoint.of(id) : null;
}
