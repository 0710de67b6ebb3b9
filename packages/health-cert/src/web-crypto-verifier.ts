import { importParameters, verifyParameters } from './algorithms.js';
import { publicKeyOf } from './public-key.js';
import type { SignatureVerifier } from './signature-verifier.js';
import type { TrustedKey } from './trust-list.js';

type VerificationKey = Awaited<ReturnType<typeof globalThis.crypto.subtle.importKey>>;

/** Each key is imported at its first use, and forgotten with its trust list. */
const imported = new WeakMap<TrustedKey, Promise<VerificationKey>>();

/** Verifies with WebCrypto, which browsers and Node both have. */
export const webCryptoVerifier: SignatureVerifier = {
  async hasSigned(key, signature, signed) {
    try {
      const publicKey = await importOnce(key);
      const parameters = verifyParameters(key.algorithm);
      return await globalThis.crypto.subtle.verify(parameters, publicKey, signature, signed);
    } catch {
      return false;
    }
  },
};

function importOnce(key: TrustedKey): Promise<VerificationKey> {
  let importing = imported.get(key);
  if (!importing) {
    importing = importKey(key);
    imported.set(key, importing);
  }
  return importing;
}

async function importKey(key: TrustedKey): Promise<VerificationKey> {
  const jwk = publicKeyOf(key);
  const parameters = importParameters(key.algorithm, jwk.crv);
  return globalThis.crypto.subtle.importKey('jwk', jwk, parameters, false, ['verify']);
}
