import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { publicKeyOf } from '../public-key.js';
import type { SignatureVerifier } from '../signature-verifier.js';
import type { TrustedKey } from '../trust-list.js';

/** The salt of PS256 is as long as its hash (RFC 8230, section 2). */
const PSS_SALT_LENGTH = 32;

type VerificationKey = Parameters<typeof verify>[2];

/** Each key is parsed at its first use, and forgotten with its trust list; null for one that is no key. */
const parsed = new WeakMap<TrustedKey, VerificationKey | null>();

/** Verifies with `node:crypto` in this thread: the sooner answer on a server, where each check waits for it. */
export const nodeCryptoVerifier: SignatureVerifier = {
  hasSigned(key, signature, signed) {
    const publicKey = parseOnce(key);
    if (publicKey === null) return false;
    try {
      return verify('sha256', signed, publicKey, signature);
    } catch {
      return false;
    }
  },
};

function parseOnce(key: TrustedKey): VerificationKey | null {
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const publicKey = parse(key);
  parsed.set(key, publicKey);
  return publicKey;
}

function parse(key: TrustedKey): VerificationKey | null {
  try {
    const publicKey: KeyObject = createPublicKey({ key: { ...publicKeyOf(key) }, format: 'jwk' });
    return key.algorithm === 'ES256'
      ? { key: publicKey, dsaEncoding: 'ieee-p1363' }
      : { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: PSS_SALT_LENGTH };
  } catch {
    return null;
  }
}
