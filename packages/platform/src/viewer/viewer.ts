/** What an account may be; CITIZEN always, the others when granted. */
export const roles = ['CITIZEN', 'LAB_STAFF', 'OFFICER', 'HELP_DESK', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

/** Nobody yet. */
export interface AnonymousViewer {
  readonly kind: 'anonymous';
}

/** A person who signed in with a code sent to their phone. */
export interface AccountViewer {
  readonly kind: 'account';
  readonly accountId: string;
  readonly sessionId: string;
  /** The device that the account signed in on: it stays the same when the account signs in there again. */
  readonly deviceId: string;
  readonly roles: readonly Role[];
  /** The blind index of the account's phone, base64url: results finds the people on a phone by it. */
  readonly phoneIndex: string;
  /** The laboratory that a LAB_STAFF works for. */
  readonly labId: string | null;
  /** The checkpoints that an OFFICER may stand at. */
  readonly checkpointIds: readonly string[];
  /** When a one-time code was last verified in this session: seconds since 1970. */
  readonly codeVerifiedAt: number;
}

/** What a laboratory's key may: submit, and read what it submitted; or also the patients as they were reported. */
export const labAccess = ['SUBMIT', 'SUBMIT_AND_READ'] as const;
export type LabAccess = (typeof labAccess)[number];

/** A laboratory's system, by an API key's session. */
export interface LabViewer {
  readonly kind: 'lab';
  readonly labId: string;
  readonly keyId: string;
  readonly access: LabAccess;
}

export type Viewer = AnonymousViewer | AccountViewer | LabViewer;

export const anonymous: AnonymousViewer = { kind: 'anonymous' };

export type Locale = 'vi' | 'en';

/** Who asks, and from where: what the gateway vouches for with its signature, and a subgraph believes. */
export interface Caller {
  readonly viewer: Viewer;
  readonly locale: Locale;
  /** The network address that limits count by. */
  readonly address: string;
  readonly requestId: string;
  /** A web page's refresh token, taken by the gateway from its HttpOnly cookie. */
  readonly refreshToken?: string;
  /** What a web page's device is known by, taken by the gateway from its HttpOnly cookie. */
  readonly deviceToken?: string;
  /** What the client calls itself (`User-Agent`): at most 200 printable ASCII characters, and it may lie. */
  readonly agent?: string;
}

/** The laboratory that a viewer acts for: a key's own, or the one that a LAB_STAFF works for. */
export function labOf(viewer: Viewer): string | null {
  if (viewer.kind === 'lab') return viewer.labId;
  return viewer.kind === 'account' && viewer.roles.includes('LAB_STAFF') ? viewer.labId : null;
}

/** Whether the viewer's account was granted a role. */
export function hasRole(viewer: Viewer, role: Role): boolean {
  return viewer.kind === 'account' && viewer.roles.includes(role);
}
