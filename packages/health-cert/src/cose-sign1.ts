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

/** The beginning of every Sig_structure: an array of four, and its context "Signature1". */
const SIGNATURE_CONTEXT = Uint8Array.from([0x84, 0x6a, ...new TextEncoder().encode('Signature1')]);

/** A byte string without bytes: no external data is signed. */
const NO_EXTERNAL_DATA = 0x40;

/** The most bytes that the head of a byte string takes here: five. */
const LONGEST_HEAD = 5;

/**
 * The bytes that a signature covers: Sig_structure with context "Signature1" (RFC 9052, section 4.4). Written here
 * byte by byte: a verifier needs no other encoder.
 */
export function bytesToSign({
  protectedHeader,
  payload,
}: Pick<CoseSign1, 'protectedHeader' | 'payload'>): Uint8Array<ArrayBuffer> {
  const most = SIGNATURE_CONTEXT.length + protectedHeader.length + 1 + payload.length + 2 * LONGEST_HEAD;
  const bytes = new Uint8Array(most);
  bytes.set(SIGNATURE_CONTEXT);
  let end = writeByteString(bytes, SIGNATURE_CONTEXT.length, protectedHeader);
  bytes[end] = NO_EXTERNAL_DATA;
  end = writeByteString(bytes, end + 1, payload);
  return bytes.subarray(0, end);
}

/** Writes a byte string with its length in the fewest bytes (RFC 8949, sections 3 and 4.2.1). @returns where it ends */
function writeByteString(bytes: Uint8Array, start: number, content: Uint8Array): number {
  const { length } = content;
  let at = start;
  if (length < 24) bytes[at++] = 0x40 + length;
  else {
    const width = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 4;
    bytes[at++] = width === 1 ? 0x58 : width === 2 ? 0x59 : 0x5a;
    for (let shift = 8 * (width - 1); shift >= 0; shift -= 8) bytes[at++] = length >>> shift;
  }
  bytes.set(content, at);
  return at + length;
}

/** Writes a COSE_Sign1 message with tag 18 and an empty unprotected header. */
export function encodeCoseSign1(
  message: Pick<CoseSign1, 'protectedHeader' | 'payload' | 'signature'>,
): Uint8Array {
  const array = encode([message.protectedHeader, new Map(), message.payload, message.signature]);
  const tagged = new Uint8Array(TAG_COSE_SIGN1.length + array.length);
  tagged.set(TAG_COSE_SIGN1);
  tagged.set(array, TAG_COSE_SIGN1.length);
  return tagged;
}

function withoutTag(bytes: Uint8Array, tag: readonly number[]): Uint8Array {
  return tag.every((byte, index) => bytes[index] === byte) ? bytes.subarray(tag.length) : bytes;
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}
