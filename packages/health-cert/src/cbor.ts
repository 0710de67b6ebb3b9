import { type DecodeOptions, decode, type Token, Tokenizer, Type } from 'cborg';

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
 * Tags that only annotate a text are dropped: some countries mark `sc` as a date-time (tag 0, RFC 8949
 * section 3.4.1) and dates as full-date (tag 1004, RFC 8943). Every other tag is refused.
 */
const TAGS: DecodeOptions['tags'] = { 0: annotatedText, 1004: annotatedText };

const OPTIONS: DecodeOptions = {
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowUndefined: false,
  allowNaN: false,
  allowInfinity: false,
  tags: TAGS,
};

/**
 * Decodes one CBOR item strictly (RFC 8949): no duplicate keys, only integers and texts as keys, no bytes after
 * the item, no undefined, no deeper than {@link MAX_CBOR_DEPTH} and no more than {@link MAX_CBOR_ITEMS} items.
 * Indefinite lengths are allowed, since several countries issue them. Maps become `Map`.
 *
 * @throws CborError when the bytes are anything else
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, { ...OPTIONS, tokenizer: new BoundedTokenizer(bytes, OPTIONS) });
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
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    typeof value === 'number'
  ) {
    return value;
  }
  if (Array.isArray(value)) return value.map(plainObject);
  if (value instanceof Map) return Object.fromEntries([...value].map(plainEntry));
  throw new CborError('a value has no place in JSON');
}

function plainEntry([key, value]: [unknown, unknown]): [string, JsonValue] {
  if (typeof key !== 'string' || key === '__proto__') throw new CborError('a key is not a plain text');
  return [key, plainObject(value)];
}

function annotatedText(decodeContent: () => unknown): string {
  const content = decodeContent();
  if (typeof content !== 'string') throw new CborError('a date tag holds no text');
  return content;
}

/** cborg descends by recursion without a bound, and compares keys by identity: both are judged here, token by token. */
class BoundedTokenizer extends Tokenizer {
  /** The open containers: how many items each still waits for, and whether it is a map. */
  private readonly open: { remaining: number; isMap: boolean; count: number }[] = [];

  private items = 0;

  override next(): Token {
    this.items += 1;
    if (this.items > MAX_CBOR_ITEMS) throw new CborError('too many items');
    const token = super.next();
    if (Type.equals(token.type, Type.break)) {
      this.open.pop();
      this.closeFilled();
      return token;
    }
    this.countItem(token);
    if (Type.equals(token.type, Type.map)) this.descend(token.value * 2, true);
    else if (Type.equals(token.type, Type.array)) this.descend(token.value, false);
    else if (Type.equals(token.type, Type.tag)) this.descend(1, false);
    this.closeFilled();
    return token;
  }

  private countItem(token: Token): void {
    const container = this.open.at(-1);
    if (container === undefined) return;
    const isKey = container.isMap && container.count % 2 === 0;
    if (isKey && ![Type.uint, Type.negint, Type.string].some((type) => Type.equals(token.type, type))) {
      throw new CborError('a key is neither an integer nor a text');
    }
    container.count += 1;
    container.remaining -= 1;
  }

  private descend(remaining: number, isMap: boolean): void {
    this.open.push({ remaining, isMap, count: 0 });
    if (this.open.length > MAX_CBOR_DEPTH) throw new CborError('nested too deep');
  }

  private closeFilled(): void {
    while (this.open.at(-1)?.remaining === 0) this.open.pop();
  }
}
