import { type DecodeOptions, type Token, Tokenizer, Type, tokensToObject } from 'cborg';

/** The deepest nesting that is followed: a certificate needs six levels. */
export const MAX_CBOR_DEPTH = 16;

/** The most items that are read: a certificate has some sixty, and 64 kB of empty maps would cost 50 ms. */
export const MAX_CBOR_ITEMS = 1_024;

/** Thrown by {@link decodeCbor} and {@link plainObject}. */
export class CborError extends Error {
  override readonly name = 'CborError';
}

/** A JSON value, as the rules of a checkpoint read a certificate. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/**
 * Tags that only annotate a value are dropped: some countries mark `sc` as a date-time (tag 0, RFC 8949
 * section 3.4.1), dates as full-date (tag 1004, RFC 8943) and times of claims as seconds (tag 1). Every other
 * tag is refused.
 */
const TAGS: DecodeOptions['tags'] = { 0: annotatedText, 1: annotatedNumber, 1004: annotatedText };

/** `undefined` is read as null, as the reference verifiers do: early issuers wrote it for what they left out. */
const OPTIONS: DecodeOptions = {
  useMaps: true,
  rejectDuplicateMapKeys: true,
  coerceUndefinedToNull: true,
  allowNaN: false,
  allowInfinity: false,
  tags: TAGS,
};

/**
 * Decodes one CBOR item strictly (RFC 8949): no duplicate keys, only integers and texts as keys, no bytes after
 * the item, no deeper than {@link MAX_CBOR_DEPTH} and no more than {@link MAX_CBOR_ITEMS} items. Indefinite
 * lengths and integers wider than they need be are allowed, since several countries issue them. Maps become `Map`.
 *
 * @throws CborError when the bytes are anything else
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  const tokenizer = new BoundedTokenizer(bytes, OPTIONS);
  const value = itemFrom(tokenizer);
  // cborg answers a break that closes nothing, and the end of the bytes, by symbols.
  if (typeof value === 'symbol') throw new CborError('not one whole item');
  if (!tokenizer.done()) throw new CborError('bytes follow the item');
  return value;
}

function itemFrom(tokenizer: Tokenizer): unknown {
  try {
    return tokensToObject(tokenizer, OPTIONS);
  } catch (cause) {
    throw new CborError('not strict CBOR', { cause });
  }
}

/**
 * Turns decoded CBOR into plain JSON.
 *
 * @throws CborError when a value has no place in JSON (bytes, big integers) or a key is not a text
 */
export function plainObject(value: unknown): JsonValue {
  if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value === null
  ) {
    return value;
  }
  if (value instanceof Map) return plainRecord(value);
  if (Array.isArray(value)) return value.map(plainObject);
  throw new CborError('a value has no place in JSON');
}

function plainRecord(map: ReadonlyMap<unknown, unknown>): { [key: string]: JsonValue } {
  const record: { [key: string]: JsonValue } = {};
  for (const [key, value] of map) {
    if (typeof key !== 'string' || key === '__proto__') throw new CborError('a key is not a plain text');
    record[key] = plainObject(value);
  }
  return record;
}

function annotatedText(decodeContent: () => unknown): string {
  const content = decodeContent();
  if (typeof content !== 'string') throw new CborError('a date tag holds no text');
  return content;
}

function annotatedNumber(decodeContent: () => unknown): number {
  const content = decodeContent();
  if (typeof content !== 'number') throw new CborError('a time tag holds no number');
  return content;
}

/**
 * cborg descends by recursion without a bound, compares keys by identity, and takes a break for a value: all
 * three are judged here, token by token.
 */
class BoundedTokenizer extends Tokenizer {
  /** How many items the innermost open container still waits for: infinitely many until its break comes. */
  private waiting = 1;

  /** Its items so far where it is a map, of which every other is a key; else NaN. */
  private mapItems = Number.NaN;

  /** The same of the containers around it, the outermost first. */
  private readonly outer: number[] = [];

  private items = 0;

  override next(): Token {
    this.items += 1;
    if (this.items > MAX_CBOR_ITEMS) throw new CborError('too many items');
    const token = super.next();
    const { type } = token;
    if (type === Type.break) this.closeByBreak();
    else {
      if (this.mapItems % 2 === 0 && type !== Type.string && type !== Type.uint && type !== Type.negint) {
        throw new CborError('a key is neither an integer nor a text');
      }
      this.mapItems += 1;
      this.waiting -= 1;
      if (type === Type.map) this.descend(token.value * 2, 0);
      else if (type === Type.array) this.descend(token.value, Number.NaN);
      else if (type === Type.tag) this.descend(1, Number.NaN);
    }
    while (this.waiting === 0 && this.outer.length > 0) this.close();
    return token;
  }

  private descend(waiting: number, mapItems: number): void {
    this.outer.push(this.waiting, this.mapItems);
    if (this.outer.length > 2 * MAX_CBOR_DEPTH) throw new CborError('nested too deep');
    this.waiting = waiting;
    this.mapItems = mapItems;
  }

  private closeByBreak(): void {
    if (this.waiting !== Number.POSITIVE_INFINITY || this.mapItems % 2 === 1) {
      throw new CborError('a break closes nothing');
    }
    this.close();
  }

  private close(): void {
    this.mapItems = this.outer.pop()!;
    this.waiting = this.outer.pop()!;
  }
}
