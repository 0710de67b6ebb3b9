import {
  type AccessTokenClaims,
  anonymous,
  type Caller,
  hasRole,
  labOf,
  unauthenticated,
  type Viewer,
} from '@ketqua/platform';
import type { Authenticator } from '../authentication/authenticate.js';
import { callerOf } from '../authentication/caller.js';
import { type Credentials, credentialsIn } from '../authentication/credentials.js';
import { clearedAccessCookie } from '../authentication/session-cookies.js';
import type { GatewaySettings } from '../gateway-settings.js';
import { limits } from '../limits/limits.js';
import type { Exchange, Refusal } from './exchange.js';

/** Who sends a request, known before its body is read. */
export interface Admission {
  readonly caller: Caller;
  /** What the access token says, where there is one. */
  readonly claims: AccessTokenClaims | undefined;
  /** A page whose access token has expired: nobody, for now. */
  readonly isStale: boolean;
  readonly keepsSessionInCookies: boolean;
  /** How many bytes this caller may send. */
  readonly bodyLimit: number;
}

/**
 * Establishes who asks. A refused token is answered at once with UNAUTHENTICATED, before a body is read; a
 * page whose cookie has expired goes on as nobody, so that it can refresh its session.
 */
export async function admit(
  exchange: Exchange,
  authenticator: Authenticator,
  settings: GatewaySettings,
): Promise<Admission | Refusal> {
  const { request, outcome } = exchange;
  const credentials = credentialsIn(request.headers);
  const { outcome: found, viewer, claims } = await authenticator.authenticate(credentials);
  const isStalePage = found === 'expired' && credentials.from === 'cookie';
  if (!viewer && !isStalePage) {
    if (credentials.from === 'cookie') {
      exchange.addHeader('set-cookie', clearedAccessCookie(settings.isProduction));
    }
    return notSignedIn(exchange);
  }
  const { refreshToken, deviceToken } = credentials;
  const { trustedProxies } = settings;
  const caller = callerOf(request, viewer ?? anonymous, { trustedProxies, refreshToken, deviceToken });
  exchange.addHeader('x-request-id', caller.requestId);
  outcome.requestId = caller.requestId;
  outcome.viewer = caller.viewer.kind;
  return {
    caller,
    claims,
    isStale: isStalePage,
    keepsSessionInCookies: keepsSessionInCookies(request.headers['x-ketqua-session'], credentials),
    bodyLimit: bodyLimitOf(caller.viewer),
  };
}

/** Refuses who was admitted, where the session or its roles were taken away while the body was on its way. */
export function admittedStill(
  exchange: Exchange,
  { claims }: Admission,
  authenticator: Authenticator,
): Refusal | undefined {
  if (!claims || authenticator.stateOf(claims) === 'in force') return undefined;
  return notSignedIn(exchange);
}

/** Plain JSON is 200 whatever is wrong with a well-formed request. */
function notSignedIn({ mediaType }: Exchange): Refusal {
  const { message, extensions } = unauthenticated();
  const status = mediaType === 'application/json' ? 200 : 401;
  return { status, message, code: String(extensions.code) };
}

/** Laboratories send results, an authority's admins trust lists, and officers what they verified offline. */
function bodyLimitOf(viewer: Viewer): number {
  if (labOf(viewer) !== null || hasRole(viewer, 'ADMIN')) return limits.fileBody;
  return hasRole(viewer, 'OFFICER') ? limits.queueBody : limits.body;
}

/** A page says so; and what a cookie's refresh token buys never reaches a page, whatever it says. */
function keepsSessionInCookies(header: unknown, { refreshToken }: Credentials): boolean {
  return header === 'cookie' || refreshToken !== undefined;
}
