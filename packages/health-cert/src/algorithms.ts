/** The two signature algorithms of the health certificate specification (HCERT 1.0.5, section 2.5). */
export type CertificateAlgorithm = 'ES256' | 'PS256';

/** COSE algorithm identifiers (IANA COSE Algorithms): ES256 is primary, PS256 secondary. */
export const COSE_ALGORITHMS: ReadonlyMap<number, CertificateAlgorithm> = new Map([
  [-7, 'ES256'],
  [-37, 'PS256'],
]);

/** The COSE identifier of an algorithm. */
export function coseAlgorithm(algorithm: CertificateAlgorithm): number {
  return algorithm === 'ES256' ? -7 : -37;
}

/** WebCrypto's parameters to import a public key of an algorithm, on a curve where it has one. */
export function importParameters(algorithm: CertificateAlgorithm, namedCurve = 'P-256') {
  return algorithm === 'ES256' ? { name: 'ECDSA', namedCurve } : { name: 'RSA-PSS', hash: 'SHA-256' };
}

/** WebCrypto's parameters to verify a signature: SHA-256, and for PS256 a salt as long as the hash (RFC 8230). */
export function verifyParameters(algorithm: CertificateAlgorithm) {
  return algorithm === 'ES256' ? { name: 'ECDSA', hash: 'SHA-256' } : { name: 'RSA-PSS', saltLength: 32 };
}
