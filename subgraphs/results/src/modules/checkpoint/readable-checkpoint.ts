import { hasRole } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import type { Checkpoint } from './checkpoint.entity.js';

/** A checkpoint that the viewer stands at, or any for ADMIN; `null` for a missing and a foreign one alike. */
export async function readableCheckpoint(context: ResultsContext, id: string): Promise<Checkpoint | null> {
  if (!isUuid(id) || !(standsAt(context, id) || hasRole(context.viewer, 'ADMIN'))) return null;
  return context.loaders.checkpoint.load(id);
}

/** Whether the viewer is an officer of a checkpoint. */
export function standsAt({ viewer }: ResultsContext, checkpointId: string): boolean {
  return (
    viewer.kind === 'account' &&
    viewer.roles.includes('OFFICER') &&
    viewer.checkpointIds.includes(checkpointId)
  );
}
