import { createHash } from 'node:crypto';
import { type CanonicalValue, canonicalJson } from '@ketqua/health-cert';

/** An entry of the audit log: each holds the hash of the one before. */
export interface AuditEntry {
  /** From 1 up, without a gap. */
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
  readonly act: string;
  /** `account` or `lab-key` and an identifier; `ketqua` for what runs by itself. */
  readonly actor: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** SHA-256, hex; zeros for the first. */
  readonly previousHash: string;
  readonly hash: string;
}

/** What stands before the first entry. */
export const beginning = '0'.repeat(64);

/** The hash of an entry: SHA-256 over the canonical JSON (RFC 8785) of everything else in it. */
export function hashOf({ seq, at, act, actor, details, previousHash }: Omit<AuditEntry, 'hash'>): string {
  const content = { seq, at, act, actor, details, previousHash } as unknown as CanonicalValue;
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** Where a chain is broken. */
export interface BrokenLink {
  readonly seq: number;
  /** GAP: an entry is missing before it; LINK: it does not follow the one before; HASH: it was altered. */
  readonly kind: 'GAP' | 'LINK' | 'HASH';
}

/** Follows a chain; keeps the place between two calls. */
export class AuditChain {
  #seq = 0;
  #hash = beginning;

  /** Follows some more entries, in their order. @returns the first that is broken */
  follow(entries: readonly AuditEntry[]): BrokenLink | undefined {
    for (const entry of entries) {
      if (entry.seq !== this.#seq + 1) return { seq: entry.seq, kind: 'GAP' };
      if (entry.previousHash !== this.#hash) return { seq: entry.seq, kind: 'LINK' };
      if (hashOf(entry) !== entry.hash) return { seq: entry.seq, kind: 'HASH' };
      this.#seq = entry.seq;
      this.#hash = entry.hash;
    }
    return undefined;
  }

  /** How many entries were followed, and the hash of the last: written down elsewhere, it shows a tail that was cut. */
  get head(): { readonly seq: number; readonly hash: string } {
    return { seq: this.#seq, hash: this.#hash };
  }
}
