import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { deriveKey } from '../sealing/key-ring.js';
import type { AccountViewer, LabViewer } from './viewer.js';

export class TokenExpiredError extends Error {
  override readonly name = 'TokenExpiredError';
}

export class TokenInvalidError extends Error {
  override readonly name = 'TokenInvalidError';
}

/** What a token says, and until when. */
export interface AccessTokenClaims {
  readonly viewer: AccountViewer | LabViewer;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** A token of before says nothing of a key's access, which is the smallest then, nor of the device. */
function completed(viewer: AccessTokenClaims['viewer']): AccessTokenClaims['viewer'] {
  if (viewer.kind === 'lab') return { ...viewer, access: viewer.access ?? 'SUBMIT' };
  return { ...viewer, deviceId: viewer.deviceId ?? viewer.sessionId };
}

/**
 * Access tokens: encrypted JWTs (RFC 7519, JWE dir + A256GCM), opaque to whoever holds one. Citizens and labs
 * issue them, the gateway reads them; the key is derived from the master key that all servers share.
 */
export class AccessTokens {
  readonly #key: Uint8Array;

  constructor(masterKey: Uint8Array) {
    this.#key = deriveKey(masterKey, 'access-token').export();
  }

  async issue(
    viewer: AccountViewer | LabViewer,
    lifetimeSeconds: number,
  ): Promise<{ token: string; expiresAt: Date }> {
    // To the millisecond, which a NumericDate may be: a token of the second in which roles changed must tell
    // whether it came before or after.
    const issuedAt = Date.now() / 1000;
    const expiresAt = Math.floor(issuedAt) + lifetimeSeconds;
    const token = await new EncryptJWT({ viewer })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .encrypt(this.#key);
    return { token, expiresAt: new Date(expiresAt * 1000) };
  }

  /** @throws TokenExpiredError, TokenInvalidError */
  async read(token: string): Promise<AccessTokenClaims> {
    try {
      const { payload } = await jwtDecrypt<{ viewer: AccountViewer | LabViewer }>(token, this.#key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        requiredClaims: ['iat', 'exp'],
      });
      return {
        viewer: completed(payload.viewer),
        issuedAt: new Date(Math.round(payload.iat! * 1000)),
        expiresAt: new Date(payload.exp! * 1000),
      };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new TokenExpiredError('The access token has expired');
      throw new TokenInvalidError('The access token is not one of ours');
    }
  }
}
