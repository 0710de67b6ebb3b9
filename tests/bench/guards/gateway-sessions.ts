import { attacks, type Guard } from './guard.js';

const gateway = (file: string) => `gateway/dist/${file}.js`;

/** Whose token counts at the door, and how long: the guards of sessions, in the gateway. */
export const sessionGuards: readonly Guard[] = [
  {
    name: 'a session that ended is refused',
    file: gateway('authentication/authenticate'),
    find: "if (state !== 'in force')",
    replace: 'if (false)',
    where: attacks,
    attack: 'of a session that ended is refused',
  },
  {
    name: 'a token that outlives its revocation is refused',
    file: gateway('authentication/authenticate'),
    find: 'if (life > longestLife)',
    replace: 'if (false)',
    where: attacks,
    attack: 'that is forged, tampered with, expired or too long-lived',
  },
  {
    name: 'a token of before a role was taken away is refused',
    file: gateway('authentication/revocations'),
    find: "changedAt !== undefined && issuedAt.getTime() <= changedAt ? 'overtaken' : 'in force'",
    replace: "'in force'",
    where: attacks,
    attack: 'that names a role which was taken away',
  },
  {
    name: "a revoked key's sessions are refused",
    file: gateway('authentication/revocations'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
    find: "this.#moments.has(`key ${viewer.keyId}`) ? 'revoked' : 'in force'",
    replace: "'in force'",
    where: attacks,
    attack: 'of a laboratory whose key was revoked',
  },
  {
    name: 'an open socket ends with its session',
    file: gateway('sockets/token-end'),
    find: "if (state === 'revoked')",
    replace: 'if (false)',
    where: attacks,
    attack: 'of a session that ended is refused',
  },
  {
    name: 'an open socket ends with its token',
    file: gateway('sockets/token-end'),
    find: 'claims.expiresAt.getTime() <= Date.now()',
    replace: 'false',
    where: 'gateway/src/authentication/authentication.test.ts',
    attack: 'closes with 4401 when its token expires while it is open',
  },
  {
    name: 'a page never sees the tokens of its cookies',
    file: gateway('authentication/session-cookies'),
    find: 'if (key in result)',
    replace: 'if (false)',
    where: 'gateway/src/authentication/session-cookies.test.ts',
    attack: '',
  },
  {
    name: 'cookies are for this site alone',
    file: gateway('authentication/session-cookies'),
    find: "sameSite: 'strict'",
    replace: "sameSite: 'none'",
    where: 'gateway/src/authentication/session-cookies.test.ts',
    attack: '',
  },
  {
    name: 'a socket is opened to a page of ours alone',
    file: gateway('sockets/socket-server'),
    find: "return URL.canParse(origin) && new URL(origin).host === headers.host ? undefined : '403 Forbidden';",
    replace: 'return undefined;',
    where: attacks,
    attack: 'is opened to no page of another origin',
  },
  {
    name: 'an event stream ends with its token',
    file: gateway('sockets/token-end'),
    find: 'claims.expiresAt.getTime() <= Date.now()',
    replace: 'false',
    where: 'gateway/src/event-streams/event-streams.test.ts',
    attack: 'end when the token has expired',
  },
  {
    name: 'an event stream ends when its session is revoked',
    file: gateway('sockets/token-end'),
    find: "if (state === 'revoked')",
    replace: 'if (false)',
    where: 'gateway/src/event-streams/event-streams.test.ts',
    attack: 'end when the session is over',
  },
];
