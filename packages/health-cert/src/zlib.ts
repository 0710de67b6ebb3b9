import { Unzlib, zlibSync } from 'fflate';

/** The most bytes that a health certificate may inflate to: real ones stay under 2 kB. */
export const MAX_INFLATED_BYTES = 64 * 1024;

/** Deflate expands at most 1,032 times, so one slice can overshoot the bound by 129 kB and no more. */
const SLICE_BYTES = 128;

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
 * Inflates a zlib stream (RFC 1950) and stops as soon as the output passes the bound, so that a bomb costs
 * little. The Adler-32 checksum is verified here, because fflate does not.
 *
 * @param bytes a whole zlib stream and nothing after it
 * @param maxBytes the most output to accept
 * @throws ZlibError when the stream is broken, truncated, too large, or its checksum differs
 */
export function inflateBounded(bytes: Uint8Array, maxBytes = MAX_INFLATED_BYTES): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Unzlib((chunk) => {
    chunks.push(chunk);
    length += chunk.length;
  });
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    const end = Math.min(start + SLICE_BYTES, bytes.length);
    push(stream, bytes.subarray(start, end), end === bytes.length);
    if (length > maxBytes) throw new ZlibError(`inflates to more than ${maxBytes} bytes`);
  }
  const inflated = concatenate(chunks, length);
  if (bytes.length < CHECKSUM_BYTES || adler32(inflated) !== storedChecksum(bytes)) {
    throw new ZlibError('checksum differs');
  }
  return inflated;
}

function push(stream: Unzlib, slice: Uint8Array, isLast: boolean): void {
  try {
    stream.push(slice, isLast);
  } catch (cause) {
    throw new ZlibError('not a zlib stream', { cause });
  }
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

function storedChecksum(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(
    bytes.length - CHECKSUM_BYTES,
  );
}

function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return ((high << 16) | low) >>> 0;
}
