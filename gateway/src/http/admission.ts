import { anonymous, type Caller, hasRole, labOf, unauthenticated, type Viewer } from '@ketqua/platform';
import type { RequestHandler, Response } from 'express';
import type { Authenticator } from '../authentication/authenticate.js';
import { callerOf } from '../authentication/caller.js';
import { type Credentials, credentialsIn } from '../authentication/credentials.js';
import { clearedAccessCookie } from '../authentication/session-cookies.js';
import type { GatewaySettings } from '../gateway-settings.js';
import { limits } from '../limits/limits.js';
import { outcomeOf } from '../operations/request-log.js';
import { mediaTypeFor, refuse } from './refusal.js';

/** Who sends a request, known before its body is read. */
export interface Admission {
  readonly caller: Caller;
  readonly keepsSessionInCookies: boolean;
  /** How many bytes this caller may send. */
  readonly bodyLimit: number;
}

/** Reads the admission of a request that passed `admit`. */
export function admissionOf(response: Response): Admission {
  return response.locals.admission as Admission;
}

/**
 * Establishes who asks. A refused token is answered at once with UNAUTHENTICATED, before a body is read; a
 * page whose cookie has expired goes on as nobody, so that it can refresh its session.
 */
export function admit(authenticator: Authenticator, settings: GatewaySettings): RequestHandler {
  return async (request, response, next) => {
    const credentials = credentialsIn(request.headers);
    const { outcome, viewer } = await authenticator.authenticate(credentials);
    const isStalePage = outcome === 'expired' && credentials.from === 'cookie';
    if (!viewer && !isStalePage) {
      if (credentials.from === 'cookie') {
        response.append('set-cookie', clearedAccessCookie(settings.isProduction));
      }
      const { message, extensions } = unauthenticated();
      // Plain JSON is 200 whatever is wrong with a well-formed request.
      const status = mediaTypeFor(request) === 'application/json' ? 200 : 401;
      refuse(response, { status, message, code: String(extensions.code) });
      return;
    }
    const { refreshToken, deviceToken } = credentials;
    const { trustedProxies } = settings;
    const caller = callerOf(request, viewer ?? anonymous, { trustedProxies, refreshToken, deviceToken });
    const admission: Admission = {
      caller,
      keepsSessionInCookies: keepsSessionInCookies(request.headers['x-ketqua-session'], credentials),
      bodyLimit: bodyLimitOf(caller.viewer),
    };
    response.setHeader('x-request-id', caller.requestId);
    Object.assign(outcomeOf(response), { requestId: caller.requestId, viewer: caller.viewer.kind });
    response.locals.admission = admission;
    next();
  };
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
