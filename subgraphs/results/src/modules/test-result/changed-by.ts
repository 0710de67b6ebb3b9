import { labOf, type Viewer } from '@ketqua/platform';
import { ChangedBy } from './test-result.vocabulary.js';

/** What is written down of whoever changes a result by hand: what they act as, never who they are. */
export function changedByOf(viewer: Viewer): ChangedBy {
  if (viewer.kind === 'lab') return ChangedBy.LAB_KEY;
  return labOf(viewer) ? ChangedBy.LAB_STAFF : ChangedBy.AUTHORITY;
}
