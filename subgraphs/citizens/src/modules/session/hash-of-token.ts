import { createHash } from 'node:crypto';

/** What is stored of a refresh token or of what a device is known by: 256 random bits need no slow hash. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
