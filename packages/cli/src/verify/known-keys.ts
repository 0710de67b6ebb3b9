import { type TrustedKey, TrustList } from '@ketqua/health-cert';
import { trustedKeyFromCertificate } from '@ketqua/health-cert/node';
import { certificatesIn } from './certificates-in.js';

/** A certificate of a document signer has one or two kB. */
const LONGEST = 64 * 1024;

/** The keys that a line hands over, and whether some of its certificates could not be read. */
export interface HandedKeys {
  readonly trust: TrustList;
  readonly isPartial: boolean;
}

/**
 * The keys of certificates that were met before, by their text: a test set names the same signers again and again.
 * Keeps the latest `most`.
 */
export class KnownKeys {
  readonly #keys = new Map<string, readonly TrustedKey[] | null>();

  constructor(private readonly most = 1_000) {}

  /** @param certificates each DER in base64, or PEM */
  trustOf(certificates: readonly string[]): HandedKeys {
    const found = certificates.map((text) => this.#keysOf(text));
    return {
      trust: new TrustList(found.flatMap((keys) => keys ?? [])),
      isPartial: found.includes(null),
    };
  }

  #keysOf(text: string): readonly TrustedKey[] | null {
    if (text.length > LONGEST) return null;
    let keys = this.#keys.get(text);
    if (keys === undefined) keys = keysIn(text);
    // The latest stands last.
    this.#keys.delete(text);
    this.#keys.set(text, keys);
    if (this.#keys.size > this.most) this.#keys.delete(this.#keys.keys().next().value!);
    return keys;
  }
}

function keysIn(text: string): readonly TrustedKey[] | null {
  try {
    const certificates = certificatesIn(text);
    return certificates.length === 0 ? null : certificates.map((der) => trustedKeyFromCertificate(der));
  } catch {
    return null;
  }
}
