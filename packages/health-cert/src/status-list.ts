import { unzlibSync, zlibSync } from 'fflate';

/** The bits of a status, as in the Token Status List: 0 valid, 1 invalid, 3 of our own meaning. */
const BITS = 2;
const PER_BYTE = 8 / BITS;
const REVOKED = 1;
const SUPERSEDED = 3;

/** The longest list that is read: 64 million certificates. Longer ones are split into shards. */
export const MAX_STATUS_LIST_BYTES = 16 * 1024 * 1024;

/** A certificate that is no longer in force. */
export interface WithdrawnPlace {
  readonly index: number;
  readonly status: 'REVOKED' | 'SUPERSEDED';
}

/** The status list of a shard: the statuses from `first` on, two bits each, compressed. */
export interface StatusList {
  /** The index of the first status, a multiple of four; every index before it is in force, or has expired. */
  readonly first: number;
  /** How many bytes it inflates to; every index behind them is in force. */
  readonly length: number;
  /** A zlib stream (RFC 1950) of bytes that hold four statuses each, the lowest bits first. */
  readonly list: Uint8Array;
}

/**
 * Builds the status list of a shard from the certificates that are withdrawn and have not expired. The bytes are those
 * of a Token Status List (draft-ietf-oauth-status-list, section 4) with `bits` 2: 1 is revoked, 3 superseded.
 *
 * @param compress into a zlib stream; a server has a faster one
 * @throws RangeError when they lie further apart than {@link MAX_STATUS_LIST_BYTES} hold
 */
export function buildStatusList(
  withdrawn: readonly WithdrawnPlace[],
  compress: (bytes: Uint8Array) => Uint8Array = (bytes) => zlibSync(bytes, { level: 9 }),
): StatusList {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, -1];
  for (const { index } of withdrawn) {
    lowest = Math.min(lowest, index);
    highest = Math.max(highest, index);
  }
  const first = highest < 0 ? 0 : lowest - (lowest % PER_BYTE);
  const length = Math.ceil((highest + 1 - first) / PER_BYTE);
  if (length > MAX_STATUS_LIST_BYTES) throw new RangeError('a status list is too long: use more shards');
  const bytes = new Uint8Array(length);
  for (const { index, status } of withdrawn) {
    const place = index - first;
    const value = status === 'REVOKED' ? REVOKED : SUPERSEDED;
    bytes[Math.floor(place / PER_BYTE)]! |= value << ((place % PER_BYTE) * BITS);
  }
  return { first, length, list: compress(bytes) };
}

/** Reads a status list: exact, with no false positive. Inflated at its first use. */
export class StatusListReader {
  #bytes: Uint8Array | undefined;

  /** @throws RangeError for one that is longer than {@link MAX_STATUS_LIST_BYTES} */
  constructor(private readonly statusList: StatusList) {
    const { first, length } = statusList;
    if (
      !Number.isSafeInteger(first) ||
      first < 0 ||
      first % PER_BYTE !== 0 ||
      !(length <= MAX_STATUS_LIST_BYTES)
    ) {
      throw new RangeError('no status list');
    }
  }

  /** What the list says of an index. @throws when the list cannot be inflated */
  statusAt(index: number): 'ACTIVE' | 'REVOKED' | 'SUPERSEDED' {
    const place = index - this.statusList.first;
    const at = Math.floor(place / PER_BYTE);
    const bytes = this.#inflated();
    if (place < 0 || at >= bytes.length) return 'ACTIVE';
    const value = (bytes[at]! >> ((place % PER_BYTE) * BITS)) & 0b11;
    if (value === 0) return 'ACTIVE';
    // A value that nobody wrote yet is no green light.
    return value === SUPERSEDED ? 'SUPERSEDED' : 'REVOKED';
  }

  #inflated(): Uint8Array {
    const { length, list } = this.statusList;
    this.#bytes ??= unzlibSync(list, { out: new Uint8Array(length) });
    if (this.#bytes.length !== length) throw new RangeError('a status list is cut off');
    return this.#bytes;
  }
}
