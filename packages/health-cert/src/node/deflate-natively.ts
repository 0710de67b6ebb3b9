import { constants, deflateSync } from 'node:zlib';

/** Symbols of a block are 2^(memLevel + 6): one block holds the largest certificate, and less memory is made ready. */
const MEMORY_LEVEL = 4;

/** Compresses bytes into a zlib stream (RFC 1950) at the best level, by the zlib that Node is built with. */
export function deflateNatively(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: constants.Z_BEST_COMPRESSION, memLevel: MEMORY_LEVEL });
}
