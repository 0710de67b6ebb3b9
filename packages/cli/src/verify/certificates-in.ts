const PEM = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]*)-----END CERTIFICATE-----/g;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** DER of a certificate begins with a SEQUENCE (X.690, section 8.9). */
const SEQUENCE = 0x30;

/** The certificates (DER) in a text: PEM, DER in base64, or PEM in base64. None where it is neither. */
export function certificatesIn(text: string): Uint8Array[] {
  const blocks = [...text.matchAll(PEM)].map(([, block]) => Buffer.from(block!, 'base64'));
  if (blocks.length > 0) return blocks;
  const compact = text.replaceAll(/\s/g, '');
  if (!BASE64.test(compact)) return [];
  const bytes = Buffer.from(compact, 'base64');
  if (bytes[0] === SEQUENCE) return [bytes];
  return [...bytes.toString('latin1').matchAll(PEM)].map(([, block]) => Buffer.from(block!, 'base64'));
}
