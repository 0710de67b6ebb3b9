import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';

/** The cookies of the web app, set by the gateway alone. */
export const accessCookie = 'ketqua_access';
export const refreshCookie = 'ketqua_refresh';
export const deviceCookie = 'ketqua_device';

/** What a request or a socket shows of who sends it. */
export interface Credentials {
  readonly token: string | undefined;
  readonly from: 'bearer' | 'cookie' | 'nothing';
  readonly refreshToken: string | undefined;
  readonly deviceToken: string | undefined;
}

/** Reads a bearer token (RFC 6750), else the web app's cookies. `authorization` may come from a socket's init. */
export function credentialsIn(
  headers: IncomingHttpHeaders,
  authorization: unknown = headers.authorization,
): Credentials {
  const cookies = parseCookie(headers.cookie ?? '');
  const refreshToken = cookies[refreshCookie];
  const deviceToken = cookies[deviceCookie];
  if (authorization !== undefined) {
    const bearer = typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization) : null;
    return { token: bearer?.[1] ?? '', from: 'bearer', refreshToken, deviceToken };
  }
  const token = cookies[accessCookie];
  return { token, from: token ? 'cookie' : 'nothing', refreshToken, deviceToken };
}
