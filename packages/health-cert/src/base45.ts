const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

const NO_VALUE = 0xff;

/** The value of each character by its code; {@link NO_VALUE} where the alphabet has none. */
const VALUES = new Uint8Array(128).fill(NO_VALUE);
for (let value = 0; value < ALPHABET.length; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;

/** Thrown by {@link decodeBase45}; the message never repeats the text. */
export class Base45Error extends Error {
  override readonly name = 'Base45Error';
}

/**
 * Encodes bytes as base45 text (RFC 9285, section 4).
 *
 * @param bytes any number of bytes
 * @returns three characters for each pair of bytes, two for a last single byte
 */
export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 2) {
    const first = bytes[index]!;
    const second = bytes[index + 1];
    const value = second === undefined ? first : first * 256 + second;
    text += ALPHABET[value % 45]! + ALPHABET[Math.floor(value / 45) % 45]!;
    if (second !== undefined) text += ALPHABET[Math.floor(value / 2025)]!;
  }
  return text;
}

/**
 * Decodes base45 text strictly by RFC 9285, section 6: only the 45 characters, no dangling character, and no
 * group above 65535 (or 255 for a last pair), which lenient decoders wrap around.
 *
 * @param start where the base45 begins in the text: behind a prefix, say
 * @throws Base45Error when the text is not base45
 */
export function decodeBase45(text: string, start = 0): Uint8Array<ArrayBuffer> {
  const length = Math.max(0, text.length - start);
  const dangling = length % 3;
  if (dangling === 1) throw new Base45Error('a single character is left over');
  const end = start + length - dangling;
  const bytes = new Uint8Array(((end - start) / 3) * 2 + (dangling === 2 ? 1 : 0));
  let written = 0;
  for (let index = start; index < end; index += 3) {
    const value = valueAt(text, index) + valueAt(text, index + 1) * 45 + valueAt(text, index + 2) * 2025;
    if (value > 0xffff) throw new Base45Error(`group at ${index} overflows`);
    bytes[written] = value >> 8;
    bytes[written + 1] = value & 0xff;
    written += 2;
  }
  if (dangling === 2) {
    const value = valueAt(text, end) + valueAt(text, end + 1) * 45;
    if (value > 0xff) throw new Base45Error(`group at ${end} overflows`);
    bytes[written] = value;
  }
  return bytes;
}

function valueAt(text: string, index: number): number {
  const value = VALUES[text.charCodeAt(index)] ?? NO_VALUE;
  if (value === NO_VALUE) throw new Base45Error(`character at ${index} is not in the alphabet`);
  return value;
}
