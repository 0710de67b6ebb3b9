import { createHash } from 'node:crypto';

/**
 * How a certificate is told of without telling which it is: SHA-256 of its identifier (UVCI) as the certificate writes
 * it, in hex. Whoever has read the certificate recognizes it; nobody else learns anything.
 */
export function certificateHashOf(certificateId: string): string {
  return createHash('sha256').update(certificateId).digest('hex');
}
