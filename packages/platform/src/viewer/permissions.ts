import type { Role, Viewer } from './viewer.js';

/** Who may ever do a thing. Whether this one may, to this row, is for the service to say. */
interface Grant {
  readonly roles: readonly Role[];
  /** Whether a laboratory's key may, too. */
  readonly labKey?: boolean;
}

const anyone: readonly Role[] = ['CITIZEN', 'LAB_STAFF', 'OFFICER', 'HELP_DESK', 'ADMIN'];

/** The catalogue: every permission that a root field, an entity resolver or a subscription can name. */
export const permissions = {
  'session.end': { roles: anyone },
  'account.read': { roles: anyone },
  'account.update': { roles: anyone },
  'account.end': { roles: anyone },
  'push.subscribe': { roles: anyone },
  'role.grant': { roles: ['ADMIN'] },
  'lab.register': { roles: ['ADMIN'] },
  'lab.list': { roles: ['ADMIN'] },
  'lab.read': { roles: anyone, labKey: true },
  'lab.update': { roles: ['ADMIN'] },
  'lab.watch': { roles: ['ADMIN', 'LAB_STAFF'], labKey: true },
  'lab-key.issue': { roles: ['ADMIN'] },
  'lab-key.read': { roles: ['ADMIN', 'LAB_STAFF'] },
  'lab-key.revoke': { roles: ['ADMIN', 'LAB_STAFF'] },
  'result.submit': { roles: ['LAB_STAFF'], labKey: true },
  'submission.read': { roles: ['LAB_STAFF'], labKey: true },
  'result.search': { roles: ['LAB_STAFF'], labKey: true },
  'result.release': { roles: ['ADMIN', 'LAB_STAFF'], labKey: true },
  'result.recall': { roles: ['ADMIN', 'LAB_STAFF'], labKey: true },
  'result-hold.read': { roles: ['ADMIN'] },
  'release-policy.manage': { roles: ['ADMIN'] },
  'result.read': { roles: ['CITIZEN', 'LAB_STAFF'], labKey: true },
  'result.watch': { roles: ['CITIZEN', 'LAB_STAFF'], labKey: true },
  'dispute.open': { roles: ['CITIZEN'] },
  'dispute.read': { roles: ['CITIZEN', 'LAB_STAFF', 'ADMIN'], labKey: true },
  'dispute.answer': { roles: ['LAB_STAFF', 'ADMIN'], labKey: true },
  'dispute-policy.manage': { roles: ['ADMIN'] },
  'person.read': { roles: ['CITIZEN'] },
  'person.claim': { roles: ['CITIZEN'] },
  'person.find': { roles: ['HELP_DESK'] },
  'claim-code.issue': { roles: ['HELP_DESK'] },
  'desk-act.read': { roles: ['ADMIN'] },
  'phone.disown': { roles: ['CITIZEN'] },
  'phone.report': { roles: ['HELP_DESK'] },
  'phone-report.read': { roles: ['LAB_STAFF'], labKey: true },
  'qr-token.issue': { roles: ['CITIZEN'] },
  'qr-token.revoke': { roles: ['CITIZEN'] },
  'qr-token.watch': { roles: ['CITIZEN'] },
  'trust-bundle.watch': { roles: ['OFFICER', 'ADMIN'] },
  'certificate.watch': { roles: ['OFFICER'] },
  'qr.verify': { roles: ['OFFICER'] },
  'verification.watch': { roles: ['OFFICER', 'ADMIN'] },
  'signing-key.manage': { roles: ['ADMIN'] },
  'trust-list.manage': { roles: ['ADMIN'] },
  'checkpoint.manage': { roles: ['ADMIN'] },
  'audit.read': { roles: ['ADMIN'] },
  'checkpoint-rule.manage': { roles: ['ADMIN'] },
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
