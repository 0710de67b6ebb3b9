import { isUtf8 } from 'node:buffer';
import type { Operation } from '@ketqua/platform';

/*
 * Isomorphic strings (WHATWG Infra Standard, "isomorphic decode") hold UTF-8 byte by byte: each code unit is one byte. Syntax and
 * names of JSON and GraphQL are ASCII, so what only travels through can be read, put together and written without being
 * decoded and encoded.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them
const beyondAscii = /[^\x00-\x7f]/;
/** Characters of more than one byte. A surrogate that is alone has no UTF-8: JSON writes it as an escape, in ASCII. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them
const longCharacters = /[^\x00-\x7f\ud800-\udfff]+/gu;
const longBytes = /[\x80-\xff]+/g;

/** A value of JSON with its strings, names of fields included, made isomorphic. What is ASCII stays the same object. */
export function isomorphicOf<Value>(value: Value): Value {
  return withStrings(value, (text) =>
    text.replace(longCharacters, (part) => Buffer.from(part, 'utf8').toString('latin1')),
  ) as Value;
}

/** An operation as it is sent, in isomorphic JSON. The strings of its variables are isomorphic. */
export function isomorphicBody({ query, variables, operationName }: Operation): string {
  return JSON.stringify({
    query: isomorphicOf(query),
    ...(variables && { variables }),
    ...(operationName && { operationName }),
  });
}

/** The reverse of `isomorphicOf`. */
export function textOf<Value>(value: Value): Value {
  return withStrings(value, (bytes) =>
    bytes.replace(longBytes, (part) => Buffer.from(part, 'latin1').toString('utf8')),
  ) as Value;
}

const backslash = 0x5c;
const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/**
 * The isomorphic text of bytes that are UTF-8 without escapes and control characters, and of line ends behind it: undefined of
 * others.
 */
export function plainText(bytes: Buffer): string | undefined {
  let { length } = bytes;
  while (length && (bytes[length - 1] === lineFeed || bytes[length - 1] === carriageReturn)) length--;
  if (bytes.includes(backslash) || hasControls(bytes, length) || !isUtf8(bytes)) return undefined;
  return bytes.toString('latin1', 0, length);
}

/** Whether there is a byte below 0x20 among the first ones: four are looked at together (Hacker's Delight, section 6-1). */
function hasControls(bytes: Buffer, length: number): boolean {
  let at = 0;
  while (at < length && (bytes.byteOffset + at) % 4) if (bytes[at++]! < 0x20) return true;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + at, (length - at) >> 2);
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if ((word - 0x20202020) & ~word & 0x80808080) return true;
  }
  for (at += words.length * 4; at < length; at++) if (bytes[at]! < 0x20) return true;
  return false;
}

/** Reads JSON in UTF-8 with isomorphic strings. @throws SyntaxError */
export function parseIsomorphic(bytes: Buffer): unknown {
  // What an escape stands for is a character, and ill-formed UTF-8 is replaced when it is decoded.
  const isPlain = !bytes.includes('\\u') && isUtf8(bytes);
  return isPlain ? JSON.parse(bytes.toString('latin1')) : isomorphicOf(JSON.parse(bytes.toString('utf8')));
}

function withStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return beyondAscii.test(value) ? change(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => withStrings(element, change));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      withStrings(name, change) as string,
      withStrings(inner, change),
    ]),
  );
}
