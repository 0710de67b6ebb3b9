import { validate } from 'uuid';
import type { LabsContext } from '../../context.js';
import { LabKeyRecord } from './lab-key.entity.js';
import { LabKey } from './lab-key.type.js';

/** The newest 100 keys of a laboratory, revoked ones included; never their secrets. */
export async function listLabKeys({ em }: LabsContext, labId: string): Promise<LabKey[]> {
  if (!validate(labId)) return [];
  const records = await em.find(LabKeyRecord, { labId }, { orderBy: { id: 'desc' }, limit: 100 });
  return records.map((record) => LabKey.of(record, null));
}
