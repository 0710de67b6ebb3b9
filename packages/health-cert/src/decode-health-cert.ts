import { decodeBase45 } from './base45.js';
import { isDigitalCovidCertificate } from './certificate-schema.js';
import { type CoseSign1, decodeCoseSign1 } from './cose-sign1.js';
import { decodeHealthCertClaims, type HealthCertClaims } from './cwt.js';
import type { DigitalCovidCertificate } from './digital-covid-certificate.js';
import { inflateBounded } from './zlib.js';

/** What every health certificate's text begins with (HCERT 1.0.5, section 3.2). */
export const HCERT_PREFIX = 'HC1:';

/** The alphanumeric capacity of the largest QR symbol (ISO/IEC 18004, version 40-L): no scan gives more. */
export const MAX_TEXT_LENGTH = 4_296;

/** The steps of reading, in their order; a text that cannot be read is named by the step that failed. */
export type DecodeStep = 'LENGTH' | 'PREFIX' | 'BASE45' | 'ZLIB' | 'COSE' | 'CWT' | 'SCHEMA';

/** A health certificate as read, nothing verified. */
export interface DecodedHealthCert {
  readonly step: 'OK';
  readonly message: CoseSign1;
  readonly claims: HealthCertClaims & { readonly certificate: DigitalCovidCertificate };
}

/** A text that could not be read. */
export interface UnreadableHealthCert {
  readonly step: DecodeStep;
}

/** Reads the text of a QR code down to the certificate; never throws, and bounds every step. */
export function decodeHealthCert(text: string): DecodedHealthCert | UnreadableHealthCert {
  let step: DecodeStep = 'LENGTH';
  try {
    if (text.length > MAX_TEXT_LENGTH) return { step };
    step = 'PREFIX';
    if (!text.startsWith(HCERT_PREFIX)) return { step };
    step = 'BASE45';
    const compressed = decodeBase45(text.slice(HCERT_PREFIX.length));
    step = 'ZLIB';
    const bytes = inflateBounded(compressed);
    step = 'COSE';
    const message = decodeCoseSign1(bytes);
    step = 'CWT';
    const claims = decodeHealthCertClaims(message.payload);
    step = 'SCHEMA';
    if (!isDigitalCovidCertificate(claims.certificate)) return { step };
    return { step: 'OK', message, claims: { ...claims, certificate: claims.certificate } };
  } catch {
    return { step };
  }
}
