import type { CertificateAlgorithm } from './algorithms.js';
import { decodeBase64, encodeBase64Url } from './base64.js';
import type { CertificateGroup } from './digital-covid-certificate.js';
import type { RevocationHashType } from './revocation-hash.js';
import type { PublicKeyJwk, TrustedKey } from './trust-list.js';

/**
 * Where the status of a key's certificates stands: LIST, by index in the status list; HASHES, among the revocation
 * hashes of its country; NONE, not in the bundle, so that it is unknown offline.
 */
export type BundleStatusSource = 'LIST' | 'HASHES' | 'NONE';

/** A key as a bundle holds it: what a verifier needs of its certificate, and no more. */
export interface BundleKey {
  readonly kid: string;
  readonly algorithm: CertificateAlgorithm;
  readonly country: string;
  /** ISO 8601, whole seconds. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly revoked: boolean;
  /** The groups that it may sign, empty for all. */
  readonly usages: readonly CertificateGroup[];
  /** Base64url: x and y of the point for ES256, whose length tells the curve; `n.e` for PS256. */
  readonly publicKey: string;
  readonly status: BundleStatusSource;
}

/** A rule as a bundle holds it. */
export interface BundleRule {
  readonly identifier: string;
  /** The code of the set that it belongs to: checkpoints go by a set. */
  readonly ruleSet: string;
  /** Whose rule it is: ISO 3166-2, or ISO 3166-1 alpha-2. */
  readonly jurisdiction: string;
  /** The DCC validation rule, as JSON. */
  readonly rule: string;
}

/** A value set as a bundle holds it. */
export interface BundleValueSet {
  readonly id: string;
  /** Base64url of the SHA-256 of the values, sorted, in canonical JSON: whether a verifier has the same. */
  readonly hash: string;
  /** Given where a rule refers to it. */
  readonly values: readonly string[] | null;
}

/** A status list of a shard as a bundle holds it; see StatusList. */
export interface BundleStatusList {
  readonly shard: number;
  readonly first: number;
  readonly length: number;
  /** Base64url. */
  readonly list: string;
}

/** Revocation hashes of another country as a bundle holds them. */
export interface BundleRevocations {
  readonly country: string;
  /** Null where they are for whichever key of the country. */
  readonly kid: string | null;
  readonly hashType: RevocationHashType;
  /** Base64url of the hashes, 16 bytes each, sorted. */
  readonly hashes: string;
}

/** Everything that a verifier needs offline, as `GET /trust-bundle` and `trustBundle` give it. */
export interface TrustBundleDocument {
  /** ISO 8601, whole seconds. */
  readonly issuedAt: string;
  /** Only grows: later bundles have higher ones. */
  readonly version: number;
  /** Seconds after `issuedAt` until it is stale. */
  readonly maxAge: number;
  readonly keys: readonly BundleKey[];
  readonly rules: readonly BundleRule[];
  readonly valueSets: readonly BundleValueSet[];
  readonly status: {
    readonly lists: readonly BundleStatusList[];
    readonly revocations: readonly BundleRevocations[];
  };
  /**
   * A detached JWS (RFC 7797, `b64` false) over the canonical JSON (RFC 8785) of everything above, by the root key of
   * trust bundles, whose `jwk` stands in its header and whose `kid` is its thumbprint (RFC 7638).
   */
  readonly signature: string;
}

const CURVES: ReadonlyMap<number, string> = new Map([
  [64, 'P-256'],
  [96, 'P-384'],
  [132, 'P-521'],
]);

/** Writes a key as a bundle holds it. @throws TypeError for a key that a verifier could not use */
export function bundleKeyOf(key: TrustedKey, status: BundleStatusSource): BundleKey {
  const { kid, algorithm, country, notBefore, notAfter, revoked = false, usages = [] } = key;
  return {
    ...{ kid, algorithm, country, revoked, usages, status },
    notBefore: wholeSeconds(notBefore),
    notAfter: wholeSeconds(notAfter),
    publicKey: algorithm === 'ES256' ? point(key.publicKeyJwk) : modulus(key.publicKeyJwk),
  };
}

/** Reads a key of a bundle. @throws when it is none */
export function trustedKeyOf({ publicKey, status: _status, ...key }: BundleKey): TrustedKey {
  return { ...key, publicKeyJwk: key.algorithm === 'ES256' ? ellipticJwk(publicKey) : rsaJwk(publicKey) };
}

/** A time as bundles write it: ISO 8601, whole seconds, UTC. */
export function wholeSeconds(time: string | Date): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Published coordinates may be shorter than the curve's, or carry a leading zero. */
function point({ crv, x = '', y = '' }: PublicKeyJwk): string {
  const length = [...CURVES].find(([, curve]) => curve === crv)?.[0];
  if (length === undefined) throw new TypeError('a curve that no verifier knows');
  const bytes = new Uint8Array(length);
  bytes.set(coordinate(x, length / 2), 0);
  bytes.set(coordinate(y, length / 2), length / 2);
  return encodeBase64Url(bytes);
}

function coordinate(text: string, length: number): Uint8Array {
  const bytes = decodeBase64(text);
  const excess = Math.max(0, bytes.length - length);
  if (bytes.subarray(0, excess).some((byte) => byte !== 0)) throw new TypeError('a coordinate is too long');
  const padded = new Uint8Array(length);
  padded.set(bytes.subarray(excess), length - (bytes.length - excess));
  return padded;
}

function ellipticJwk(publicKey: string): PublicKeyJwk {
  const bytes = decodeBase64(publicKey);
  const half = bytes.length / 2;
  const crv = CURVES.get(bytes.length);
  if (!crv) throw new TypeError('no point of a known curve');
  return {
    kty: 'EC',
    crv,
    x: encodeBase64Url(bytes.subarray(0, half)),
    y: encodeBase64Url(bytes.subarray(half)),
  };
}

function modulus({ n = '', e = '' }: PublicKeyJwk): string {
  if (!n || !e) throw new TypeError('no RSA key');
  return `${n}.${e}`;
}

function rsaJwk(publicKey: string): PublicKeyJwk {
  const [n, e] = publicKey.split('.');
  if (!n || !e) throw new TypeError('no RSA key');
  return { kty: 'RSA', n, e };
}
