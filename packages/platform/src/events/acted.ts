import type { Viewer } from '../viewer/viewer.js';
import type { NewEvent } from './event.js';
import { happened, type Topics } from './topics.js';

/** What an act of authority is told as: who did it, and to what, by identifiers. The audit log keeps it. */
export function acted(
  { viewer }: { readonly viewer: Viewer },
  act: string,
  subject: Topics['authority.acted']['subject'],
): NewEvent<Topics['authority.acted']> {
  return actedBy(actorOf(viewer), act, subject);
}

/** The same of what nobody called for: `ketqua` for what runs by itself. */
export function actedBy(
  actor: string,
  act: string,
  subject: Topics['authority.acted']['subject'],
): NewEvent<Topics['authority.acted']> {
  return happened('authority.acted', { act, actor, at: new Date().toISOString(), subject });
}

function actorOf(viewer: Viewer): string {
  if (viewer.kind === 'account') return `account ${viewer.accountId}`;
  if (viewer.kind === 'lab') return `lab-key ${viewer.keyId}`;
  return 'nobody';
}
