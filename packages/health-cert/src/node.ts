/**
 * What only a server does: making keys, signing with them, and reading certificates into a trust list.
 *
 * @module
 */
export { createSigningKey, type SigningKey, type SigningKeySubject } from './node/create-signing-key.js';
export { signerFrom } from './node/signer-from.js';
export {
  certificateKid,
  type TrustedKeyOverrides,
  trustedKeyFromCertificate,
} from './node/trusted-key-from-certificate.js';
