import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { randomFromPool } from './random-pool.js';

const envelopeVersion = 1;
const headerLength = 1 + 4;
const ivLength = 12;
const tagLength = 16;

/** Thrown when a sealed value cannot be opened: another key, another column, or an altered byte. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';
}

/** Derives a key for one purpose from the master key (HKDF-SHA-256, RFC 5869). 32 bytes. */
export function deriveKey(masterKey: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', masterKey, 'ketqua', purpose, 32)));
}

interface FieldKey {
  readonly id: Buffer;
  readonly key: KeyObject;
}

function fieldKey(masterKey: Uint8Array, ring: string): FieldKey {
  return {
    id: deriveKey(masterKey, `field-id:${ring}`).export().subarray(0, 4),
    key: deriveKey(masterKey, `field:${ring}`),
  };
}

/**
 * Seals and opens the personal columns of one subgraph: AES-256-GCM in an envelope
 * `version (1) · key id (4) · iv (12) · text · tag (16)`, whose additional data names table and column, so
 * that a sealed value moved to another column does not open. Opened once, at boot, by `unlock`.
 */
export class KeyRing {
  #current: FieldKey | undefined;
  #byId = new Map<string, KeyObject>();
  #indexKeys = new Map<string, KeyObject>();
  #master: Uint8Array | undefined;

  constructor(readonly name: string) {}

  /** Takes the current master key and, while fields are sealed anew after a rotation, earlier ones. */
  unlock(masterKey: Uint8Array, ...earlier: Uint8Array[]): void {
    const keys = [masterKey, ...earlier].map((master) => fieldKey(master, this.name));
    this.#current = keys[0];
    this.#byId = new Map(keys.map(({ id, key }) => [id.toString('hex'), key]));
    this.#master = masterKey;
    this.#indexKeys.clear();
  }

  seal(plaintext: string, column: string): Buffer {
    if (!this.#current) throw new Error(`The key ring "${this.name}" is locked: call unlock() at boot`);
    const iv = randomFromPool(ivLength);
    const cipher = createCipheriv('aes-256-gcm', this.#current.key, iv);
    cipher.setAAD(Buffer.from(column));
    const text = cipher.update(plaintext, 'utf8');
    cipher.final();
    return Buffer.concat([Buffer.of(envelopeVersion), this.#current.id, iv, text, cipher.getAuthTag()]);
  }

  /** @throws SealBrokenError */
  open(sealed: Uint8Array, column: string): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const key = this.#byId.get(bytes.subarray(1, headerLength).toString('hex'));
    if (bytes[0] !== envelopeVersion || !key || bytes.length < headerLength + ivLength + tagLength) {
      throw new SealBrokenError(`${column}: no key of this installation opens it`);
    }
    const decipher = createDecipheriv(
      'aes-256-gcm',
      key,
      bytes.subarray(headerLength, headerLength + ivLength),
    );
    decipher.setAAD(Buffer.from(column));
    decipher.setAuthTag(bytes.subarray(-tagLength));
    try {
      const text = decipher.update(bytes.subarray(headerLength + ivLength, -tagLength));
      decipher.final();
      return text.toString('utf8');
    } catch {
      throw new SealBrokenError(`${column}: the sealed value was altered or moved`);
    }
  }

  /** A blind index of a normalized value: HMAC-SHA-256 under a key of its own for each purpose. 32 bytes. */
  blindIndex(purpose: string, normalized: string): Buffer {
    if (!this.#master) throw new Error(`The key ring "${this.name}" is locked: call unlock() at boot`);
    let key = this.#indexKeys.get(purpose);
    if (!key) {
      key = deriveKey(this.#master, `index:${purpose}`);
      this.#indexKeys.set(purpose, key);
    }
    return createHmac('sha256', key).update(normalized.normalize('NFC')).digest();
  }
}

/** The purpose of the phone's blind index, which citizens and results share: HMAC of the E.164 number. */
export const phoneIndexPurpose = 'phone';
