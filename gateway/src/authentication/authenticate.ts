import {
  type AccessTokenClaims,
  type AccessTokens,
  anonymous,
  TokenExpiredError,
  TokenInvalidError,
  type Viewer,
} from '@ketqua/platform';
import type { Credentials } from './credentials.js';
import { longestLife, type Revocations, type TokenState } from './revocations.js';

/** Who somebody turned out to be. A refused token is `expired` (a refreshed one would do) or `invalid`. */
export type Authentication =
  | { readonly outcome: 'anonymous'; readonly viewer: Viewer; readonly claims?: undefined }
  | { readonly outcome: 'signed-in'; readonly viewer: Viewer; readonly claims: AccessTokenClaims }
  | { readonly outcome: 'expired' | 'invalid'; readonly viewer?: undefined; readonly claims?: undefined };

/** Reads access tokens and refuses those that were revoked since. Where there are none to read, everybody is anonymous. */
export class Authenticator {
  constructor(
    private readonly tokens: AccessTokens | undefined,
    private readonly revocations: Revocations,
  ) {}

  /** What became of a token that was read before: the rest of a request may take a minute to come. */
  stateOf(claims: AccessTokenClaims): TokenState {
    return this.revocations.stateOf(claims);
  }

  async authenticate({ token }: Credentials): Promise<Authentication> {
    if (token === undefined || !this.tokens) return { outcome: 'anonymous', viewer: anonymous };
    try {
      const claims = await this.tokens.read(token);
      const life = claims.expiresAt.getTime() - claims.issuedAt.getTime();
      // Revocations are remembered for as long as a token can live; a longer one would outlive its own.
      if (life > longestLife) return { outcome: 'invalid' };
      const state = this.revocations.stateOf(claims);
      if (state !== 'in force') return { outcome: state === 'overtaken' ? 'expired' : 'invalid' };
      return { outcome: 'signed-in', viewer: claims.viewer, claims };
    } catch (error) {
      if (error instanceof TokenExpiredError) return { outcome: 'expired' };
      if (error instanceof TokenInvalidError) return { outcome: 'invalid' };
      throw error;
    }
  }
}
