import { Type } from '@mikro-orm/core';
import type { KeyRing } from './key-ring.js';

/**
 * A text column that is sealed at rest (`bytea`). The entity holds the plaintext; comparison is by plaintext,
 * or each flush would rewrite every row, since sealing the same text twice gives other bytes.
 */
export class SealedText extends Type<string | null, Uint8Array | null> {
  // Functions, because the ORM clones its types, and a cloned key ring has lost its private keys.
  private readonly seal: (text: string) => Uint8Array;
  private readonly open: (sealed: Uint8Array) => string;

  constructor(ring: KeyRing, column: string) {
    super();
    this.seal = (text) => ring.seal(text, column);
    this.open = (sealed) => ring.open(sealed, column);
  }

  override convertToDatabaseValue(value: string | null): Uint8Array | null {
    return value === null || value === undefined ? null : this.seal(value);
  }

  override convertToJSValue(value: Uint8Array | null): string | null {
    return value === null || value === undefined ? null : this.open(value);
  }

  /** Both as the database would hold them: what they seal is what counts. */
  override compareValues(a: Uint8Array | null, b: Uint8Array | null): boolean {
    if (!a || !b) return (a ?? null) === (b ?? null);
    return this.open(a) === this.open(b);
  }

  override ensureComparable(): boolean {
    return false;
  }

  override getColumnType(): string {
    return 'bytea';
  }

  override get runtimeType(): string {
    return 'string';
  }
}
