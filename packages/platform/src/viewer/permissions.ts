import type { Role, Viewer } from './viewer.js';

/** Who may ever do a thing. Whether this one may, to this row, is for the service to say. */
interface Grant {
  readonly roles: readonly Role[];
  /** Whether a laboratory's key may, too. */
  readonly labKey?: boolean;
}

const anyone: readonly Role[] = ['CITIZEN', 'LAB_STAFF', 'OFFICER', 'ADMIN'];

/** The catalogue: every permission that a root field, an entity resolver or a subscription can name. */
export const permissions = {
  'session.end': { roles: anyone },
  'account.read': { roles: anyone },
  'role.grant': { roles: ['ADMIN'] },
  'lab.register': { roles: ['ADMIN'] },
  'lab.list': { roles: ['ADMIN'] },
  'lab.read': { roles: anyone, labKey: true },
  'lab-key.manage': { roles: ['ADMIN'] },
  'result.submit': { roles: ['LAB_STAFF'], labKey: true },
  'submission.read': { roles: ['LAB_STAFF'], labKey: true },
  'result.read': { roles: ['CITIZEN', 'LAB_STAFF'], labKey: true },
  'result.watch': { roles: ['CITIZEN', 'LAB_STAFF'], labKey: true },
  'person.read': { roles: ['CITIZEN'] },
  'person.claim': { roles: ['CITIZEN'] },
  'qr-token.issue': { roles: ['CITIZEN'] },
  'qr-token.revoke': { roles: ['CITIZEN'] },
  'qr.verify': { roles: ['OFFICER'] },
  'verification.watch': { roles: ['OFFICER', 'ADMIN'] },
  'checkpoint.manage': { roles: ['ADMIN'] },
  'checkpoint.read': { roles: ['OFFICER', 'ADMIN'] },
  'event-cursor.read': { roles: anyone, labKey: true },
} as const satisfies Record<string, Grant>;

export type PermissionName = keyof typeof permissions;

/** Whether this kind of viewer may ever do it. */
export function allows(viewer: Viewer, permission: PermissionName): boolean {
  const grant: Grant = permissions[permission];
  if (viewer.kind === 'lab') return grant.labKey ?? false;
  return viewer.kind === 'account' && grant.roles.some((role) => viewer.roles.includes(role));
}
