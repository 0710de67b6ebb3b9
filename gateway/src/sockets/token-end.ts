import type { AccessTokenClaims } from '@ketqua/platform';
import type { Revocations } from '../authentication/revocations.js';
import { type CloseCode, closeCodes } from './close-codes.js';

/** What is open for as long as an access token is in force. */
export interface HeldByToken {
  readonly claims: AccessTokenClaims | undefined;
  close(code: CloseCode): void;
}

/** Why what a token holds open is over; undefined while it is in force, and for what nobody's token holds. */
function tokenEnd({ claims }: HeldByToken, revocations: Revocations): CloseCode | undefined {
  if (!claims) return undefined;
  const state = revocations.stateOf(claims);
  if (state === 'revoked') return closeCodes.revoked;
  if (state === 'overtaken') return closeCodes.rolesChanged;
  return claims.expiresAt.getTime() <= Date.now() ? closeCodes.expired : undefined;
}

/** Closes what is held open by a token that expired or was revoked: call it every second, and after each revocation. */
export function closeOver(open: Iterable<HeldByToken>, revocations: Revocations): void {
  for (const held of open) {
    const end = tokenEnd(held, revocations);
    if (end) held.close(end);
  }
}
