import { encode } from 'cborg';
import { decodeCbor, type JsonValue, plainObject } from './cbor.js';
import type { DigitalCovidCertificate } from './digital-covid-certificate.js';
import { SUBCLAIM_EU_DCC_V1, subClaimOfDisease, subClaimOfNumber } from './sub-claims.js';

const CLAIM_ISSUER = 1;
const CLAIM_EXPIRES_AT = 4;
const CLAIM_NOT_BEFORE = 5;
const CLAIM_ISSUED_AT = 6;

/** The health certificate claim (HCERT 1.0.5, section 2.6.3). */
const CLAIM_HCERT = -260;

/**
 * When the laboratory established the result, in seconds since the epoch. A claim of our own: the DCC knows
 * only when the specimen was collected, and some jurisdictions count validity from the result. Labels below
 * -65536 are for private use (RFC 8392, section 9.1.1), and verifiers that do not know it ignore it.
 */
export const CLAIM_RESULTED_AT = -65537;

/**
 * Where the certificate stands in its issuer's status list: `[shard, index]`. A claim of our own; a verifier that
 * does not know it asks by the certificate's identifier.
 */
export const CLAIM_STATUS = -65538;

/** A status list has at most 256 shards: what a shard may tell of whoever holds the certificate is 8 bits. */
export const MAX_STATUS_SHARD = 255;

/** 9999-12-31T23:59:59Z, the last second that ISO 8601 can write with four digits of year. */
const LAST_SECOND = 253_402_300_799;

/** Thrown by {@link decodeHealthCertClaims}. */
export class CwtError extends Error {
  override readonly name = 'CwtError';
}

/** A place in a status list. */
export interface StatusPlace {
  /** 0 to 255. */
  readonly shard: number;
  /** From 0 up. */
  readonly index: number;
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
  /** See {@link CLAIM_STATUS}. */
  readonly statusPlace?: StatusPlace;
  /** The sub-claim that the certificate stands in: see the registry. */
  readonly subClaim: number;
  /** The certificate as JSON, not checked against its schema. */
  readonly certificate: CertificateJson;
  /** Claims that are there and are not what they should be: they are left out above, and no time of them is kept. */
  readonly malformed: readonly MalformedClaim[];
}

/** A certificate as it was written: whatever stands in it. */
export type CertificateJson = Readonly<Record<string, JsonValue>>;

/** The registered claims by their names (RFC 8392, section 4). */
export type MalformedClaim = 'iss' | 'exp' | 'nbf' | 'iat';

/** Writes the claims of a health certificate as CBOR; times are whole seconds. */
export function encodeHealthCertClaims(
  claims: Required<Pick<HealthCertClaims, 'issuer' | 'issuedAt' | 'expiresAt'>> & {
    certificate: DigitalCovidCertificate;
    resultedAt?: Date;
    statusPlace?: StatusPlace;
  },
): Uint8Array {
  const map = new Map<number, unknown>([
    [CLAIM_ISSUER, claims.issuer],
    [CLAIM_EXPIRES_AT, seconds(claims.expiresAt)],
    [CLAIM_ISSUED_AT, seconds(claims.issuedAt)],
    [CLAIM_HCERT, new Map([[subClaimOf(claims.certificate), claims.certificate]])],
  ]);
  if (claims.resultedAt) map.set(CLAIM_RESULTED_AT, seconds(claims.resultedAt));
  if (claims.statusPlace) map.set(CLAIM_STATUS, [claims.statusPlace.shard, claims.statusPlace.index]);
  return encode(map);
}

/**
 * Reads the claims of a health certificate.
 *
 * A registered claim of the wrong kind makes the certificate unjudgeable, not unreadable: it is named in `malformed`.
 *
 * @throws CwtError or CborError when they are no claims map, hold no certificate, or a claim of our own is not what
 *   we write
 */
export function decodeHealthCertClaims(payload: Uint8Array): HealthCertClaims {
  const claims = decodeCbor(payload);
  if (!(claims instanceof Map)) throw new CwtError('claims are not a map');
  const hcert = claims.get(CLAIM_HCERT);
  const subClaim = knownSubClaim(hcert);
  const certificate = plainObject(hcert.get(subClaim));
  if (!isRecord(certificate)) throw new CwtError('no health certificate');
  const issuer = shortText(claims.get(CLAIM_ISSUER));
  const issuedAt = timeOf(claims.get(CLAIM_ISSUED_AT));
  const notBefore = timeOf(claims.get(CLAIM_NOT_BEFORE));
  const expiresAt = timeOf(claims.get(CLAIM_EXPIRES_AT));
  const malformed: MalformedClaim[] = [];
  if (issuer === undefined && claims.has(CLAIM_ISSUER)) malformed.push('iss');
  if (issuedAt === undefined && claims.has(CLAIM_ISSUED_AT)) malformed.push('iat');
  if (notBefore === undefined && claims.has(CLAIM_NOT_BEFORE)) malformed.push('nbf');
  if (expiresAt === undefined && claims.has(CLAIM_EXPIRES_AT)) malformed.push('exp');
  return {
    issuer,
    issuedAt,
    notBefore,
    expiresAt,
    resultedAt: ownTime(claims.get(CLAIM_RESULTED_AT)),
    statusPlace: optionalPlace(claims.get(CLAIM_STATUS)),
    subClaim,
    certificate,
    malformed,
  };
}

/** A test of a registered disease goes into its own sub-claim; everything else that the schema knows is COVID-19's. */
function subClaimOf({ t }: DigitalCovidCertificate): number {
  return (t?.[0] && subClaimOfDisease(t[0].tg)?.number) ?? SUBCLAIM_EU_DCC_V1;
}

/** The EU certificate comes first where several stand beside each other; of ours there is one. */
function knownSubClaim(hcert: unknown): number {
  if (!(hcert instanceof Map)) throw new CwtError('no health certificate');
  if (hcert.has(SUBCLAIM_EU_DCC_V1)) return SUBCLAIM_EU_DCC_V1;
  const [number, ...more] = [...hcert.keys()].filter((key) => subClaimOfNumber(key));
  if (number === undefined || more.length) throw new CwtError('no health certificate');
  return number;
}

function optionalPlace(claim: unknown): StatusPlace | undefined {
  if (claim === undefined) return undefined;
  const [shard, index, ...more] = Array.isArray(claim) ? (claim as unknown[]) : [];
  const isPlace = isCount(shard, MAX_STATUS_SHARD) && isCount(index, Number.MAX_SAFE_INTEGER) && !more.length;
  if (!isPlace) throw new CwtError('a place in a status list is none');
  return { shard, index };
}

function isCount(value: unknown, most: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

function ownTime(claim: unknown): Date | undefined {
  if (claim === undefined) return undefined;
  const time = timeOf(claim);
  if (!time) throw new CwtError('a time is no time');
  return time;
}

/** RFC 8392 also allows floating seconds, and some countries issue them. */
function timeOf(claim: unknown): Date | undefined {
  if (typeof claim !== 'number' || claim < 0 || claim > LAST_SECOND) return undefined;
  return new Date(Math.floor(claim * 1000));
}

function shortText(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim.length <= 80 ? claim : undefined;
}

function isRecord(value: JsonValue): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
