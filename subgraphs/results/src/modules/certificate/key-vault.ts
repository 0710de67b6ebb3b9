import type { CertificateAlgorithm, CertificateSigner, TrustedKey } from '@ketqua/health-cert';
import { createSigningKey, type SigningKeySubject, signerFrom } from '@ketqua/health-cert/node';
import { keyRing } from '../../key-ring.js';

/** A key that a vault made. */
export interface VaultKey {
  /** Base64 of the first 8 bytes of the SHA-256 of the certificate. */
  readonly kid: string;
  readonly certificateDer: Uint8Array;
  readonly publicKeyJwk: TrustedKey['publicKeyJwk'];
  /** What the vault finds the private key by: the key itself, sealed, or its name in a KMS. Kept in the database. */
  readonly handle: Uint8Array;
}

/** Where private keys are, and the only one who uses them: this process, or a KMS that never hands them out. */
export interface KeyVault {
  /** Kept with each key: a key signs only through the vault that made it. At most 40 characters. */
  readonly name: string;
  /** Makes a key and its certificate. */
  create(subject: SigningKeySubject & { algorithm: CertificateAlgorithm }): Promise<VaultKey>;
  /** A signer of a key that this vault made. */
  signer(key: { kid: string; algorithm: CertificateAlgorithm; handle: Uint8Array }): CertificateSigner;
}

const column = 'signing_key.private_key';

/** Private keys sealed in the database under the master key, and opened in this process alone. */
export const sealedKeyVault: KeyVault = {
  name: 'SEALED',
  async create(subject) {
    const { privateKeyPkcs8, kid, certificateDer, publicKeyJwk } = await createSigningKey(subject);
    const handle = keyRing.seal(Buffer.from(privateKeyPkcs8).toString('base64'), column);
    return { kid, certificateDer, publicKeyJwk, handle };
  },
  signer({ kid, algorithm, handle }) {
    const privateKeyPkcs8 = Buffer.from(keyRing.open(handle, column), 'base64');
    return signerFrom({ kid, algorithm, privateKeyPkcs8 });
  },
};
