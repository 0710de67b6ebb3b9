import { hasRole, labOf, type Viewer } from '@ketqua/platform';
import { AccessorKind, helpDeskActs, type RecordAct } from './record-act.js';

/** Who opened a record: what they act as, and for which lab; whose account or key it was is for an inspection alone. */
export interface Accessor {
  readonly kind: AccessorKind;
  /** The account or the key; null where it was not written down. */
  readonly actorId: string | null;
  /** Null for the authority and its help desk. */
  readonly labId: string | null;
}

/**
 * What a viewer acts as at a record of a lab: for the lab where it is their own, else for the authority or its help
 * desk. `null` for whoever acts for neither: a citizen's own reading is not written down.
 */
export function accessorOf(viewer: Viewer, act: RecordAct, labId: string | null): Accessor | null {
  if (viewer.kind === 'anonymous') return null;
  const own = labOf(viewer);
  const isLabs = own !== null && own === labId;
  if (viewer.kind === 'lab') {
    return isLabs ? { kind: AccessorKind.LAB_KEY, actorId: viewer.keyId, labId: own } : null;
  }
  const actorId = viewer.accountId;
  if (isLabs) return { kind: AccessorKind.LAB_STAFF, actorId, labId: own };
  if (helpDeskActs.has(act) && hasRole(viewer, 'HELP_DESK')) {
    return { kind: AccessorKind.HELP_DESK, actorId, labId: null };
  }
  return hasRole(viewer, 'ADMIN') ? { kind: AccessorKind.AUTHORITY, actorId, labId: null } : null;
}
