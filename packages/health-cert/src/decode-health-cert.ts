import { decodeBase45 } from './base45.js';
import { type CoseSign1, decodeCoseSign1 } from './cose-sign1.js';
import { decodeHealthCertClaims, type HealthCertClaims } from './cwt.js';
import { SUBCLAIM_EU_DCC_V1, subClaimOfNumber } from './sub-claims.js';
import { readInflated } from './zlib.js';

/** What every health certificate's text begins with (HCERT 1.0.5, section 3.2). */
export const HCERT_PREFIX = 'HC1:';

/** The alphanumeric capacity of the largest QR symbol (ISO/IEC 18004, version 40-L): no scan gives more. */
export const MAX_TEXT_LENGTH = 4_296;

/** The steps of reading, in their order; a text that cannot be read is named by the step that failed. */
export type DecodeStep = 'LENGTH' | 'PREFIX' | 'BASE45' | 'ZLIB' | 'COSE' | 'CWT';

/** A health certificate as read, nothing verified. */
export interface DecodedHealthCert {
  readonly step: 'OK';
  readonly message: CoseSign1;
  readonly claims: HealthCertClaims;
}

/** A text that could not be read. */
export interface UnreadableHealthCert {
  readonly step: DecodeStep;
}

/**
 * Reads the text of a QR code down to the certificate, whatever stands in that; never throws, and bounds every step.
 */
export function decodeHealthCert(text: string): DecodedHealthCert | UnreadableHealthCert {
  let step: DecodeStep = 'LENGTH';
  try {
    if (text.length > MAX_TEXT_LENGTH) return { step };
    step = 'PREFIX';
    if (!text.startsWith(HCERT_PREFIX)) return { step };
    step = 'BASE45';
    const compressed = decodeBase45(text, HCERT_PREFIX.length);
    step = 'ZLIB';
    // The message copies what it keeps.
    const message = readInflated(compressed, (bytes) => {
      step = 'COSE';
      return decodeCoseSign1(bytes);
    });
    step = 'CWT';
    const claims = decodeHealthCertClaims(message.payload);
    if (!fitsSubClaim(claims)) return { step };
    return { step: 'OK', message, claims };
  } catch {
    return { step };
  }
}

/** What stands in a sub-claim of ours is a test of its disease; what a country writes in the EU's is for rules to judge. */
function fitsSubClaim({ subClaim, certificate }: HealthCertClaims): boolean {
  if (subClaim === SUBCLAIM_EU_DCC_V1) return true;
  const entry = Array.isArray(certificate.t) ? certificate.t[0] : undefined;
  const disease = typeof entry === 'object' && entry !== null && 'tg' in entry ? entry.tg : undefined;
  return disease !== undefined && disease === subClaimOfNumber(subClaim)?.disease;
}
