/** The encodings that laboratories' files come in. */
export type TextEncodingName = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'WINDOWS-1258';

/** A file's text, and how it was written. */
export interface DecodedText {
  /** In NFC (Unicode Standard Annex 15), without a byte-order mark. */
  readonly text: string;
  readonly encoding: TextEncodingName;
}

/**
 * Reads a file's bytes as text: UTF-16 where a byte-order mark says so, UTF-8 where the bytes are valid UTF-8, and
 * otherwise Windows-1258, in which Vietnamese text was written before Unicode: tone marks follow their letter there,
 * and NFC joins them. Reads any bytes. Tables: WHATWG Encoding Standard, the same in Node and in browsers.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decoded(bytes, 'UTF-16LE');
  if (first === 0xfe && second === 0xff) return decoded(bytes, 'UTF-16BE');
  try {
    return decoded(bytes, 'UTF-8');
  } catch {
    return decoded(bytes, 'WINDOWS-1258');
  }
}

function decoded(bytes: Uint8Array, encoding: TextEncodingName): DecodedText {
  const text = new TextDecoder(encoding, { fatal: encoding === 'UTF-8' }).decode(bytes);
  return { text: text.normalize('NFC'), encoding };
}
