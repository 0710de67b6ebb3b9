import { encode } from 'cborg';
import { decodeCbor, plainObject } from './cbor.js';
import type { DigitalCovidCertificate } from './digital-covid-certificate.js';

const CLAIM_ISSUER = 1;
const CLAIM_EXPIRES_AT = 4;
const CLAIM_NOT_BEFORE = 5;
const CLAIM_ISSUED_AT = 6;

/** The health certificate claim (HCERT 1.0.5, section 2.6.3). */
const CLAIM_HCERT = -260;

/**
 * Sub-claims of the health certificate claim. Only 1, the EU Digital COVID Certificate, is in force; another
 * disease gets a number of its own from its registrar and is never put into 1.
 */
const SUBCLAIM_EU_DCC_V1 = 1;

/**
 * When the laboratory established the result, in seconds since the epoch. A claim of our own: the DCC knows
 * only when the specimen was collected, and some jurisdictions count validity from the result. Labels below
 * -65536 are for private use (RFC 8392, section 9.1.1), and verifiers that do not know it ignore it.
 */
export const CLAIM_RESULTED_AT = -65537;

/** 9999-12-31T23:59:59Z, the last second that ISO 8601 can write with four digits of year. */
const LAST_SECOND = 253_402_300_799;

/** Thrown by {@link decodeHealthCertClaims}. */
export class CwtError extends Error {
  override readonly name = 'CwtError';
}

/** The claims of a health certificate (RFC 8392 and HCERT 1.0.5), read but not judged. */
export interface HealthCertClaims {
  /** Country of the issuer, ISO 3166 alpha-2. */
  readonly issuer?: string;
  readonly issuedAt?: Date;
  readonly notBefore?: Date;
  readonly expiresAt?: Date;
  /** See {@link CLAIM_RESULTED_AT}. */
  readonly resultedAt?: Date;
  /** The certificate as JSON, not yet checked against its schema. */
  readonly certificate: unknown;
}

/** Writes the claims of a health certificate as CBOR; times are whole seconds. */
export function encodeHealthCertClaims(
  claims: Required<Pick<HealthCertClaims, 'issuer' | 'issuedAt' | 'expiresAt'>> & {
    certificate: DigitalCovidCertificate;
    resultedAt?: Date;
  },
): Uint8Array {
  const map = new Map<number, unknown>([
    [CLAIM_ISSUER, claims.issuer],
    [CLAIM_EXPIRES_AT, seconds(claims.expiresAt)],
    [CLAIM_ISSUED_AT, seconds(claims.issuedAt)],
    [CLAIM_HCERT, new Map([[SUBCLAIM_EU_DCC_V1, claims.certificate]])],
  ]);
  if (claims.resultedAt) map.set(CLAIM_RESULTED_AT, seconds(claims.resultedAt));
  return encode(map);
}

/**
 * Reads the claims of a health certificate.
 *
 * @throws CwtError or CborError when they are no claims map, hold no EU certificate, or a time is no time
 */
export function decodeHealthCertClaims(payload: Uint8Array): HealthCertClaims {
  const claims = decodeCbor(payload);
  if (!(claims instanceof Map)) throw new CwtError('claims are not a map');
  const hcert = claims.get(CLAIM_HCERT);
  if (!(hcert instanceof Map) || !hcert.has(SUBCLAIM_EU_DCC_V1)) throw new CwtError('no health certificate');
  return {
    issuer: optionalText(claims.get(CLAIM_ISSUER)),
    issuedAt: optionalTime(claims.get(CLAIM_ISSUED_AT)),
    notBefore: optionalTime(claims.get(CLAIM_NOT_BEFORE)),
    expiresAt: optionalTime(claims.get(CLAIM_EXPIRES_AT)),
    resultedAt: optionalTime(claims.get(CLAIM_RESULTED_AT)),
    certificate: plainObject(hcert.get(SUBCLAIM_EU_DCC_V1)),
  };
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

/** RFC 8392 also allows floating seconds, and some countries issue them. */
function optionalTime(claim: unknown): Date | undefined {
  if (claim === undefined) return undefined;
  if (typeof claim !== 'number' || claim < 0 || claim > LAST_SECOND) throw new CwtError('a time is no time');
  return new Date(Math.floor(claim * 1000));
}

function optionalText(claim: unknown): string | undefined {
  if (claim === undefined) return undefined;
  if (typeof claim !== 'string' || claim.length > 80) throw new CwtError('the issuer is no short text');
  return claim;
}
