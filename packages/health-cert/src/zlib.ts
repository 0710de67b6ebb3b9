import { unzlibSync, zlibSync } from 'fflate';

/** The most bytes that a health certificate may inflate to: real ones stay under 2 kB. */
export const MAX_INFLATED_BYTES = 64 * 1024;

/** What base45 makes of the longest text of a QR symbol, rounded up. Deflate expands at most 1,032 times. */
const MAX_DEFLATED_BYTES = 3_000;

const CHECKSUM_BYTES = 4;

/** Thrown by {@link inflateBounded}. */
export class ZlibError extends Error {
  override readonly name = 'ZlibError';
}

/** Compresses bytes into a zlib stream (RFC 1950), at the best level: every byte saved is QR modules saved. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return zlibSync(bytes, { level: 9 });
}

/**
 * Inflates a zlib stream (RFC 1950) into a buffer that never grows, so that a bomb costs three million steps at
 * most and no memory. The Adler-32 checksum is verified here, because fflate does not.
 *
 * @param bytes a whole zlib stream and nothing after it, at most 3,000 bytes
 * @param maxBytes the most output to accept
 * @throws ZlibError when the stream is broken, truncated, too large, or its checksum differs
 */
export function inflateBounded(bytes: Uint8Array, maxBytes = MAX_INFLATED_BYTES): Uint8Array<ArrayBuffer> {
  return readInflated(bytes, (inflated) => inflated.slice(), maxBytes);
}

/** The same for a reader that keeps none of the bytes: they are its own until it returns, and nobody copies them. */
export function readInflated<Read>(
  bytes: Uint8Array,
  read: (inflated: Uint8Array<ArrayBuffer>) => Read,
  maxBytes = MAX_INFLATED_BYTES,
): Read {
  if (bytes.length > MAX_DEFLATED_BYTES) throw new ZlibError(`is more than ${MAX_DEFLATED_BYTES} bytes`);
  const inflated = inflateInto(roomFor(maxBytes + 1), bytes);
  if (inflated.length > maxBytes) throw new ZlibError(`inflates to more than ${maxBytes} bytes`);
  if (adler32(inflated) !== storedChecksum(bytes)) throw new ZlibError('checksum differs');
  return read(inflated);
}

/** One byte more than is accepted, kept for the next text: fflate drops what does not fit. */
let room = new Uint8Array(MAX_INFLATED_BYTES + 1);

function roomFor(length: number): Uint8Array<ArrayBuffer> {
  if (room.length < length) room = new Uint8Array(length);
  return room.subarray(0, length);
}

function inflateInto(out: Uint8Array<ArrayBuffer>, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    return unzlibSync(bytes, { out }) as Uint8Array<ArrayBuffer>;
  } catch (cause) {
    throw new ZlibError('not a zlib stream', { cause });
  }
}

function storedChecksum(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(
    bytes.length - CHECKSUM_BYTES,
  );
}

/** The most bytes whose sums stay below 2^32 before a remainder is taken (as zlib's NMAX). */
const ADLER_RUN = 5_552;

function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let start = 0; start < bytes.length; start += ADLER_RUN) {
    const end = Math.min(start + ADLER_RUN, bytes.length);
    for (let index = start; index < end; index += 1) {
      low += bytes[index]!;
      high += low;
    }
    low %= 65_521;
    high %= 65_521;
  }
  return ((high << 16) | low) >>> 0;
}
