import type { TrustedKey } from './trust-list.js';

/**
 * Verifies signatures. The cryptography is the platform's: WebCrypto unless said otherwise, and `node:crypto` on a
 * server, which answers at once instead of through a pool of threads.
 */
export interface SignatureVerifier {
  /**
   * Whether a key made a signature, by the key's own algorithm and SHA-256. Neither throws nor rejects: a key that
   * cannot be imported made none.
   *
   * @param signature r and s, each as long as the curve's field, for ES256; as long as the modulus for PS256
   */
  hasSigned(
    key: TrustedKey,
    signature: Uint8Array<ArrayBuffer>,
    signed: Uint8Array<ArrayBuffer>,
  ): boolean | Promise<boolean>;
}
