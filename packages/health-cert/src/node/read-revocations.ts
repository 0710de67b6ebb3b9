import { REVOCATION_HASH_BYTES, type RevocationHashType, revocationHashTypes } from '../revocation-hash.js';
import { TrustListUnreadableError } from './read-trust-list.js';

/** A batch of revocations as the DCC gateway exchanges them (Implementing Decision (EU) 2021/1073, annex VI). */
export interface RevocationBatch {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  /** Base64 of 8 bytes; null for whichever key of the country (`UNKNOWN_KID`). */
  readonly kid: string | null;
  readonly hashType: RevocationHashType;
  readonly expires: Date;
  /** Of 16 bytes each. */
  readonly hashes: readonly Uint8Array[];
}

/** The most hashes that one import may bring. */
const MAX_HASHES = 1_000_000;

/** No certificate lives as long; a database counts no further than some years do. */
const LATEST_YEAR = 2200;
const EARLIEST_YEAR = 2000;

/** What the gateway writes where hashes are not those of one key. */
export const UNKNOWN_KID = 'UNKNOWN_KID';

/**
 * Reads batches in the DCC format, one or an array of them. A batch without entries says that the country was asked and
 * revoked nothing.
 *
 * @throws TrustListUnreadableError
 */
export function readRevocations(content: string): RevocationBatch[] {
  let document: unknown;
  try {
    document = JSON.parse(content);
  } catch {
    throw new TrustListUnreadableError('not JSON');
  }
  const batches = (Array.isArray(document) ? document : [document]).map(batchOf);
  if (!batches.length) throw new TrustListUnreadableError('no batch');
  if (batches.reduce((count, { hashes }) => count + hashes.length, 0) > MAX_HASHES) {
    throw new TrustListUnreadableError(`more than ${MAX_HASHES} entries`);
  }
  return batches;
}

function batchOf(value: unknown): RevocationBatch {
  const { country, kid, hashType, expires, entries } = (value ?? {}) as Record<string, unknown>;
  if (typeof country !== 'string' || !/^[A-Z]{2}$/.test(country))
    throw new TrustListUnreadableError('no country');
  const type = revocationHashTypes.find((known) => known === hashType);
  if (!type) throw new TrustListUnreadableError('no hashType of the DCC');
  const isKid = typeof kid === 'string' && /^[A-Za-z0-9+/]{11}=$/.test(kid);
  if (!isKid && kid !== UNKNOWN_KID) throw new TrustListUnreadableError('no kid');
  const end = new Date(String(expires));
  const year = end.getUTCFullYear();
  if (!(year >= EARLIEST_YEAR && year < LATEST_YEAR)) throw new TrustListUnreadableError('no expires');
  if (!Array.isArray(entries)) throw new TrustListUnreadableError('no entries');
  return { country, kid: isKid ? kid : null, hashType: type, expires: end, hashes: entries.map(hashOf) };
}

function hashOf(entry: unknown): Uint8Array {
  const { hash } = (entry ?? {}) as { hash?: unknown };
  const bytes = typeof hash === 'string' ? Buffer.from(hash, 'base64') : Buffer.alloc(0);
  // What is longer is cut: the first 128 bits count.
  if (bytes.length < REVOCATION_HASH_BYTES) throw new TrustListUnreadableError('no hash of 16 bytes');
  return new Uint8Array(bytes.subarray(0, REVOCATION_HASH_BYTES));
}
