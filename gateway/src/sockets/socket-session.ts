import type { IncomingMessage } from 'node:http';
import type { AccessTokenClaims, Viewer } from '@ketqua/platform';
import type { WebSocket } from 'ws';

/** The close codes that clients rely on; the others are graphql-transport-ws' own. */
export const closeCodes = { expired: 4401, invalid: 4403, tooMuch: 4429 } as const;

/** How long a socket that was told to close may take, in milliseconds, before it is cut. */
const closingGrace = 2_000;

/** One open socket and who is at its other end; it ends with the token that it was opened with. */
export class SocketSession {
  viewer: Viewer | undefined;
  claims: AccessTokenClaims | undefined;
  #expiry: NodeJS.Timeout | undefined;

  constructor(
    readonly socket: WebSocket,
    readonly request: IncomingMessage,
  ) {}

  /** Takes in who connected; the socket closes with 4401 when the token expires. */
  begin(viewer: Viewer, claims: AccessTokenClaims | undefined): void {
    this.viewer = viewer;
    this.claims = claims;
    if (!claims) return;
    const life = claims.expiresAt.getTime() - Date.now();
    this.#expiry = setTimeout(() => this.close(closeCodes.expired, 'The access token has expired'), life);
  }

  /** Closes the socket, and cuts it where the other side does not answer. */
  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), closingGrace).unref();
  }

  /** Lets go of the timer. */
  ended(): void {
    clearTimeout(this.#expiry);
  }
}
