import { bytesToSign, type CoseSign1 } from './cose-sign1.js';
import type { CertificateGroup } from './digital-covid-certificate.js';
import type { SignatureJudgement } from './judge.js';
import type { SignatureVerifier } from './signature-verifier.js';
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

/** Which keys may have signed what, and who verifies it. */
interface SignatureQuestion {
  /** Base64; absent where the message names none. */
  readonly kid: string | undefined;
  readonly trust: TrustList;
  readonly at: Date;
  /** The groups that the certificate states something in: the key must be meant for each. */
  readonly groups: readonly CertificateGroup[];
  readonly verifier: SignatureVerifier;
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
  { kid, trust, at, groups, verifier }: SignatureQuestion,
): Promise<SignatureFinding> {
  if (!message.algorithm) return { signature: 'INVALID', reason: 'ALGORITHM_UNSUPPORTED' };
  if (kid === undefined) return { signature: 'UNTRUSTED_ISSUER', reason: 'KID_MISSING' };
  const candidates = trust.keysWithKid(kid);
  if (candidates.length === 0) return { signature: 'UNTRUSTED_ISSUER', reason: 'KEY_UNKNOWN' };
  const fitting = candidates.filter((key) => key.algorithm === message.algorithm);
  if (fitting.length === 0) return { signature: 'INVALID', reason: 'ALGORITHM_MISMATCH' };

  const signature = message.signature.slice();
  const signed = bytesToSign(message);
  let finding: SignatureFinding = { signature: 'INVALID', reason: 'SIGNATURE_INVALID' };
  for (const key of fitting) {
    const answer = verifier.hasSigned(key, signature, signed);
    // What is known already is not waited for: each turn of the event loop's queue costs a fiftieth of a signature.
    if (!(typeof answer === 'boolean' ? answer : await answer)) continue;
    const reason = reasonToDistrust(key, at, groups);
    if (!reason) return { signature: 'VALID' };
    finding = { signature: 'UNTRUSTED_ISSUER', reason };
  }
  return finding;
}

function reasonToDistrust(
  key: TrustedKey,
  at: Date,
  groups: readonly CertificateGroup[],
): SignatureReason | undefined {
  if (key.revoked) return 'KEY_REVOKED';
  const { begins, ends } = timesOf(key);
  if (!(begins <= at.getTime())) return 'KEY_NOT_YET_VALID';
  if (!(ends >= at.getTime())) return 'KEY_EXPIRED';
  const { usages = [] } = key;
  if (usages.length > 0 && !groups.every((group) => usages.includes(group))) return 'KEY_USAGE';
  return undefined;
}

/** When a key begins and ends, in milliseconds; NaN where that cannot be read, which no time compares with. */
interface KeyTimes {
  readonly begins: number;
  readonly ends: number;
}

/** A key is asked for its times with every certificate that it signed. */
const knownTimes = new WeakMap<TrustedKey, KeyTimes>();

function timesOf(key: TrustedKey): KeyTimes {
  let times = knownTimes.get(key);
  if (!times) {
    times = { begins: Date.parse(key.notBefore), ends: Date.parse(key.notAfter) };
    knownTimes.set(key, times);
  }
  return times;
}
