import { constants, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { CertificateAlgorithm } from '../algorithms.js';
import { decodeBase64 } from '../base64.js';
import type { CertificateSigner } from '../issue-health-cert.js';
import type { SigningKey } from './create-signing-key.js';

/** The salt of PS256 is as long as its hash (RFC 8230, section 2). */
const PSS_SALT_LENGTH = 32;

/**
 * A signer over a private key in this process. The key is parsed once and kept as a KeyObject.
 *
 * @throws when the bytes are no PKCS #8 key, or the key does not fit the algorithm
 */
export function signerFrom({
  kid,
  algorithm,
  privateKeyPkcs8,
}: Pick<SigningKey, 'kid' | 'algorithm' | 'privateKeyPkcs8'>): CertificateSigner {
  const key = createPrivateKey({ key: Buffer.from(privateKeyPkcs8), format: 'der', type: 'pkcs8' });
  requireFit(key, algorithm);
  const options =
    algorithm === 'ES256'
      ? { key, dsaEncoding: 'ieee-p1363' as const }
      : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: PSS_SALT_LENGTH };
  return {
    kid: decodeBase64(kid),
    algorithm,
    sign: async (bytes) => new Uint8Array(sign('sha256', bytes, options)),
  };
}

function requireFit(key: KeyObject, algorithm: CertificateAlgorithm): void {
  const isP256 = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  const isRsa = key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss';
  if (algorithm === 'ES256' ? !isP256 : !isRsa) throw new TypeError(`the key does not fit ${algorithm}`);
}
