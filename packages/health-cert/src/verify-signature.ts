import { encodeBase64 } from './base64.js';
import { bytesToSign, type CoseSign1 } from './cose-sign1.js';
import type { CertificateGroup } from './digital-covid-certificate.js';
import type { SignatureJudgement } from './judge.js';
import type { TrustedKey, TrustList } from './trust-list.js';

/** Why a signature is not VALID. */
export type SignatureReason =
  | 'ALGORITHM_UNSUPPORTED'
  | 'ALGORITHM_MISMATCH'
  | 'SIGNATURE_INVALID'
  | 'KID_MISSING'
  | 'KEY_UNKNOWN'
  | 'KEY_REVOKED'
  | 'KEY_NOT_YET_VALID'
  | 'KEY_EXPIRED'
  | 'KEY_USAGE';

/** The judgement, and why it is not VALID. */
export interface SignatureFinding {
  readonly signature: SignatureJudgement;
  readonly reason?: SignatureReason;
}

/**
 * Verifies the signature of a certificate against every trusted key that shares its kid.
 *
 * The algorithm is the key's own; the header's must agree with it, so a certificate can talk nobody into another
 * algorithm. Whether a key is revoked, out of its validity or not meant for this group is asked only once it has
 * proved to be the signer, so that the reason is the true one.
 */
export async function verifySignature(
  message: CoseSign1,
  { trust, at, group }: { trust: TrustList; at: Date; group: CertificateGroup },
): Promise<SignatureFinding> {
  if (!message.algorithm) return { signature: 'INVALID', reason: 'ALGORITHM_UNSUPPORTED' };
  if (!message.kid) return { signature: 'UNTRUSTED_ISSUER', reason: 'KID_MISSING' };
  const candidates = trust.keysWithKid(encodeBase64(message.kid));
  if (candidates.length === 0) return { signature: 'UNTRUSTED_ISSUER', reason: 'KEY_UNKNOWN' };
  const fitting = candidates.filter((key) => key.algorithm === message.algorithm);
  if (fitting.length === 0) return { signature: 'INVALID', reason: 'ALGORITHM_MISMATCH' };

  const signed = bytesToSign(message);
  let finding: SignatureFinding = { signature: 'INVALID', reason: 'SIGNATURE_INVALID' };
  for (const key of fitting) {
    if (!(await trust.hasSigned(key, message.signature, signed))) continue;
    const reason = reasonToDistrust(key, at, group);
    if (!reason) return { signature: 'VALID' };
    finding = { signature: 'UNTRUSTED_ISSUER', reason };
  }
  return finding;
}

function reasonToDistrust(key: TrustedKey, at: Date, group: CertificateGroup): SignatureReason | undefined {
  if (key.revoked) return 'KEY_REVOKED';
  if (!(Date.parse(key.notBefore) <= at.getTime())) return 'KEY_NOT_YET_VALID';
  if (!(Date.parse(key.notAfter) >= at.getTime())) return 'KEY_EXPIRED';
  if (key.usages && key.usages.length > 0 && !key.usages.includes(group)) return 'KEY_USAGE';
  return undefined;
}
