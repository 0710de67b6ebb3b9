import type { OfflineVerdict } from '@ketqua/health-cert';
import { CompactEncrypt, importJWK, type JWK } from 'jose';

/** Seals what was found for the authority alone: JWE (RFC 7516), ECDH-ES and A256GCM. */
export async function sealEntry(
  queueKey: string,
  { verdict, signature, status, reasons, issuer, certificateId }: OfflineVerdict,
  verifiedAt: Date,
): Promise<string> {
  const jwk = JSON.parse(queueKey) as JWK;
  const isCountry = issuer !== undefined && /^[A-Z]{2}$/.test(issuer);
  const entry = {
    ...{ verdict, signature, status, reasons: reasons.slice(0, 20), certificateId },
    ...(isCountry && { issuer }),
    verifiedAt: verifiedAt.toISOString(),
  };
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(entry)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', ...(jwk.kid && { kid: jwk.kid }) })
    .encrypt(await importJWK(jwk, 'ECDH-ES'));
}
