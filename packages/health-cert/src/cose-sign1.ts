import { encode } from 'cborg';
import { type CertificateAlgorithm, COSE_ALGORITHMS, coseAlgorithm } from './algorithms.js';
import { decodeCbor } from './cbor.js';

const HEADER_ALGORITHM = 1;
const HEADER_CRITICAL = 2;
const HEADER_KID = 4;

/** Tag 61, CWT (RFC 8392, section 6), and tag 18, COSE_Sign1 (RFC 9052, section 2), as they stand in bytes. */
const TAG_CWT = [0xd8, 0x3d] as const;
const TAG_COSE_SIGN1 = [0xd2] as const;

/** Thrown by {@link decodeCoseSign1}. */
export class CoseError extends Error {
  override readonly name = 'CoseError';
}

/** A COSE_Sign1 message (RFC 9052, section 4.2), read but not verified. */
export interface CoseSign1 {
  /** The protected header exactly as signed. */
  readonly protectedHeader: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  /** The key identifier; the protected header's comes first, as the specification says. */
  readonly kid?: Uint8Array;
  /** The algorithm that the header names; absent if it names none that we know. */
  readonly algorithm?: CertificateAlgorithm;
}

/**
 * Reads a COSE_Sign1 message, with tag 18, with tags 61 and 18, or bare.
 *
 * @throws CoseError or CborError when the structure is not that of RFC 9052, or a critical header is not known
 */
export function decodeCoseSign1(bytes: Uint8Array): CoseSign1 {
  const message = decodeCbor(withoutTag(withoutTag(bytes, TAG_CWT), TAG_COSE_SIGN1));
  if (!Array.isArray(message) || message.length !== 4) throw new CoseError('not an array of four');
  const [protectedHeader, unprotectedMap, payload, signature] = message as unknown[];
  if (!isBytes(protectedHeader) || !isBytes(payload) || !isBytes(signature)) {
    throw new CoseError('header, payload and signature are not all byte strings');
  }
  const protectedMap = protectedHeader.length === 0 ? new Map() : decodeCbor(protectedHeader);
  if (!(protectedMap instanceof Map) || !(unprotectedMap instanceof Map))
    throw new CoseError('headers are not maps');
  if (protectedMap.has(HEADER_CRITICAL)) throw new CoseError('a critical header is not understood');
  const kid = protectedMap.get(HEADER_KID) ?? unprotectedMap.get(HEADER_KID);
  if (kid !== undefined && !isBytes(kid)) throw new CoseError('kid is not a byte string');
  const algorithm = protectedMap.get(HEADER_ALGORITHM) ?? unprotectedMap.get(HEADER_ALGORITHM);
  return { protectedHeader, payload, signature, kid, algorithm: COSE_ALGORITHMS.get(algorithm) };
}

/** The protected header of a certificate: algorithm and key identifier. */
export function encodeProtectedHeader(algorithm: CertificateAlgorithm, kid: Uint8Array): Uint8Array {
  return encode(
    new Map<number, unknown>([
      [HEADER_ALGORITHM, coseAlgorithm(algorithm)],
      [HEADER_KID, kid],
    ]),
  );
}

/** The bytes that a signature covers: Sig_structure with context "Signature1" (RFC 9052, section 4.4). */
export function bytesToSign(
  message: Pick<CoseSign1, 'protectedHeader' | 'payload'>,
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(encode(['Signature1', message.protectedHeader, new Uint8Array(), message.payload]));
}

/** Writes a COSE_Sign1 message with tag 18 and an empty unprotected header. */
export function encodeCoseSign1(
  message: Pick<CoseSign1, 'protectedHeader' | 'payload' | 'signature'>,
): Uint8Array {
  const array = encode([message.protectedHeader, new Map(), message.payload, message.signature]);
  return Uint8Array.from([...TAG_COSE_SIGN1, ...array]);
}

function withoutTag(bytes: Uint8Array, tag: readonly number[]): Uint8Array {
  return tag.every((byte, index) => bytes[index] === byte) ? bytes.subarray(tag.length) : bytes;
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
