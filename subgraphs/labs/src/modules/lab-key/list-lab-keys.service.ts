import { hasRole, labOf } from '@ketqua/platform';
import { validate } from 'uuid';
import type { LabsContext } from '../../context.js';
import { LabKeyRecord } from './lab-key.entity.js';
import { LabKey } from './lab-key.type.js';

/** The newest 100 keys of a laboratory, revoked ones included, never their secrets; of a foreign one, none. */
export async function listLabKeys(context: LabsContext, labId: string): Promise<LabKey[]> {
  if (!validate(labId) || !mayOversee(context, labId)) return [];
  const records = await context.em.find(LabKeyRecord, { labId }, { orderBy: { id: 'desc' }, limit: 100 });
  return records.map((record) => LabKey.of(record, null));
}

/** Whether a viewer may see and revoke the keys of a laboratory: an ADMIN, or who works there. */
export function mayOversee({ viewer }: LabsContext, labId: string): boolean {
  return hasRole(viewer, 'ADMIN') || labOf(viewer) === labId.toLowerCase();
}
