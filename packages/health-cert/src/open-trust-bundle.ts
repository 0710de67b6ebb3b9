import { decodeBase64, encodeBase64 } from './base64.js';
import { type CanonicalValue, canonicalJson } from './canonical-json.js';
import { type CheckpointRule, checkpointRuleFrom, type PublishedDccRule } from './checkpoint-rule.js';
import { JwsError, verifyDetachedJws } from './detached-jws.js';
import {
  REVOCATION_HASH_BYTES,
  type RevocableCertificate,
  type RevocationHashType,
  revocationHash,
} from './revocation-hash.js';
import { StatusListReader } from './status-list.js';
import { type BundleRevocations, type TrustBundleDocument, trustedKeyOf } from './trust-bundle.js';
import { TrustList } from './trust-list.js';
import type { ValueSets } from './value-sets.js';
import { CLOCK_TOLERANCE_MS, type ListedStatus } from './verify-health-cert.js';

/**
 * Why a bundle is refused. UNREADABLE: it is none; ROOT_UNKNOWN: signed by a key that is not pinned; SIGNATURE_INVALID:
 * altered; VERSION_OLDER: older than one that was opened before.
 */
export type TrustBundleRefusal = 'UNREADABLE' | 'ROOT_UNKNOWN' | 'SIGNATURE_INVALID' | 'VERSION_OLDER';

/** Thrown by {@link openTrustBundle}: go on with the bundle of before. */
export class TrustBundleError extends Error {
  override readonly name = 'TrustBundleError';
  constructor(
    readonly code: TrustBundleRefusal,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}

/**
 * How far a bundle may be believed at a moment. STALE: older than its maximum age; CLOCK_BEFORE_ISSUE: the clock says
 * that it is not issued yet, so the clock is wrong. With either a certificate that the bundle does not know to be
 * withdrawn is of unknown status.
 */
export type TrustBundleFreshness = 'FRESH' | 'STALE' | 'CLOCK_BEFORE_ISSUE';

/** What is asked of a bundle. */
export interface OpeningOptions {
  /**
   * Thumbprints (RFC 7638) of the root keys that are believed. Left out, whichever key signed is believed: for the very
   * first bundle of a device, whose `root` is then to be kept and given from that time on.
   */
  readonly pinnedRoots?: readonly string[];
  /** The version of the bundle of before; an older one is refused. */
  readonly lastVersion?: number;
}

/** The longest bundle that is read, in characters. */
const MAX_LENGTH = 16 * 1024 * 1024;

/**
 * Opens a trust bundle: verifies its signature by a root key that is pinned, and refuses one that is older than the one
 * of before. Whether it is fresh is asked at each verification.
 *
 * @param text the body of `GET /trust-bundle`
 * @throws TrustBundleError
 */
export async function openTrustBundle(
  text: string,
  { pinnedRoots, lastVersion = 0 }: OpeningOptions,
): Promise<TrustBundle> {
  const { signature, ...content } = documentIn(text);
  let root: string;
  try {
    root = await verifyDetachedJws(
      signature,
      canonicalJson(content as unknown as CanonicalValue),
      pinnedRoots,
    );
  } catch (cause) {
    throw new TrustBundleError(refusalOf(cause), { cause });
  }
  if (content.version < lastVersion) throw new TrustBundleError('VERSION_OLDER');
  try {
    return new TrustBundle({ signature, ...content }, root);
  } catch (cause) {
    throw new TrustBundleError('UNREADABLE', { cause });
  }
}

function documentIn(text: string): TrustBundleDocument {
  try {
    if (text.length > MAX_LENGTH) throw new RangeError('too long');
    const document = JSON.parse(text) as TrustBundleDocument;
    const isBundle =
      Number.isSafeInteger(document.version) &&
      typeof document.signature === 'string' &&
      !Number.isNaN(Date.parse(document.issuedAt)) &&
      document.maxAge > 0;
    if (!isBundle) throw new TypeError('no trust bundle');
    return document;
  } catch (cause) {
    throw new TrustBundleError('UNREADABLE', { cause });
  }
}

function refusalOf(cause: unknown): TrustBundleRefusal {
  if (!(cause instanceof JwsError)) return 'UNREADABLE';
  if (cause.code === 'KEY_UNKNOWN') return 'ROOT_UNKNOWN';
  return cause.code === 'SIGNATURE_INVALID' ? 'SIGNATURE_INVALID' : 'UNREADABLE';
}

/** What names a certificate whose status is asked for. */
export interface StatusQuestion extends RevocableCertificate {
  /** Base64. */
  readonly kid: string;
  readonly statusPlace?: { readonly shard: number; readonly index: number } | undefined;
}

/** A trust bundle that was verified: keys, rules, value sets and status. Made by {@link openTrustBundle}. */
export class TrustBundle {
  readonly version: number;
  readonly issuedAt: Date;
  /** Until when it is fresh. */
  readonly freshUntil: Date;
  readonly trust: TrustList;
  readonly valueSets: ValueSets;
  readonly #rules: readonly { readonly ruleSet: string; readonly rule: CheckpointRule }[];
  readonly #sources: ReadonlyMap<string, string>;
  readonly #lists: ReadonlyMap<number, StatusListReader>;
  readonly #revocations: readonly (Omit<BundleRevocations, 'hashes'> & {
    readonly hashes: ReadonlySet<string>;
  })[];

  /** @param root the thumbprint of the key that signed it */
  constructor(
    readonly document: TrustBundleDocument,
    readonly root: string,
  ) {
    const { version, issuedAt, maxAge, keys, rules, valueSets, status } = document;
    this.version = version;
    this.issuedAt = new Date(issuedAt);
    this.freshUntil = new Date(this.issuedAt.getTime() + maxAge * 1000);
    this.trust = new TrustList(keys.map(trustedKeyOf));
    this.#sources = sourcesOf(document);
    this.#rules = rules.map(({ ruleSet, rule }) => ({
      ruleSet,
      rule: checkpointRuleFrom(JSON.parse(rule) as PublishedDccRule),
    }));
    this.valueSets = Object.fromEntries(
      valueSets.flatMap(({ id, values }) => (values ? [[id, values]] : [])),
    );
    this.#lists = new Map(
      status.lists.map(({ shard, first, length, list }) => [
        shard,
        new StatusListReader({ first, length, list: decodeBase64(list) }),
      ]),
    );
    this.#revocations = status.revocations.map((revoked) => ({
      ...revoked,
      hashes: hashesIn(revoked.hashes),
    }));
  }

  /** The rules of a set. @param ruleSet its code, as a checkpoint names it */
  rulesOf(ruleSet: string): CheckpointRule[] {
    return this.#rules.filter((each) => each.ruleSet === ruleSet).map(({ rule }) => rule);
  }

  freshnessAt(now: Date): TrustBundleFreshness {
    if (now.getTime() < this.issuedAt.getTime() - CLOCK_TOLERANCE_MS) return 'CLOCK_BEFORE_ISSUE';
    return now <= this.freshUntil ? 'FRESH' : 'STALE';
  }

  /** What the bundle says of a certificate, whatever its age; UNKNOWN where its issuer's list is not in it. */
  async statusOf(certificate: StatusQuestion): Promise<ListedStatus> {
    const source = this.#sources.get(certificate.kid) ?? 'NONE';
    if (source === 'LIST') {
      const { statusPlace } = certificate;
      // A shard of which nothing is withdrawn has no list.
      if (!statusPlace) return 'UNKNOWN';
      return this.#lists.get(statusPlace.shard)?.statusAt(statusPlace.index) ?? 'ACTIVE';
    }
    if (await this.#isAmongHashes(certificate)) return 'REVOKED';
    return source === 'HASHES' ? 'ACTIVE' : 'UNKNOWN';
  }

  async #isAmongHashes(certificate: StatusQuestion): Promise<boolean> {
    const hashes = new Map<RevocationHashType, string>();
    for (const { country, kid, hashType, hashes: revoked } of this.#revocations) {
      if (country !== certificate.issuer || (kid !== null && kid !== certificate.kid)) continue;
      let hash = hashes.get(hashType);
      if (hash === undefined) {
        hash = encodeBase64(await revocationHash(hashType, certificate));
        hashes.set(hashType, hash);
      }
      if (revoked.has(hash)) return true;
    }
    return false;
  }
}

/** Where a kid stands for several keys, the source that knows least counts. */
function sourcesOf({ keys }: TrustBundleDocument): Map<string, string> {
  const sources = new Map<string, string>();
  for (const { kid, status } of keys) {
    const other = sources.get(kid);
    sources.set(kid, other === undefined || other === status ? status : 'NONE');
  }
  return sources;
}

function hashesIn(text: string): Set<string> {
  const bytes = decodeBase64(text);
  const hashes = new Set<string>();
  for (let start = 0; start < bytes.length; start += REVOCATION_HASH_BYTES) {
    hashes.add(encodeBase64(bytes.subarray(start, start + REVOCATION_HASH_BYTES)));
  }
  return hashes;
}
