/**
 * What only a server does: making keys, signing with them, compressing, reading certificates into a trust list, and
 * verifying by the cryptography of Node.
 *
 * @module
 */
export { authenticTrustList } from './node/authentic-trust-list.js';
export {
  type BundleRootKey,
  type BundleRootSigner,
  bundleRootSigner,
  createBundleRoot,
  signCompactJws,
  signTrustBundle,
} from './node/bundle-root.js';
export {
  createSigningKey,
  type SigningKey,
  type SigningKeySubject,
  selfSignedCertificate,
} from './node/create-signing-key.js';
export { type RuleProblem, readDccRules } from './node/dcc-rule-problems.js';
export { deflateNatively } from './node/deflate-natively.js';
export { nodeCryptoVerifier } from './node/node-crypto-verifier.js';
export { type RevocationBatch, readRevocations, UNKNOWN_KID } from './node/read-revocations.js';
export {
  type ListedKey,
  type ReadTrustList,
  readTrustList,
  type TrustListFormat,
  TrustListUnreadableError,
  trustListFormats,
} from './node/read-trust-list.js';
export { signerFrom } from './node/signer-from.js';
export {
  certificateKid,
  type TrustedKeyOverrides,
  trustedKeyFromCertificate,
} from './node/trusted-key-from-certificate.js';
