const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

const VALUES = new Map<string, number>([...ALPHABET].map((character, value) => [character, value]));

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
 * @throws Base45Error when the text is not base45
 */
export function decodeBase45(text: string): Uint8Array<ArrayBuffer> {
  const dangling = text.length % 3;
  if (dangling === 1) throw new Base45Error('a single character is left over');
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (dangling === 2 ? 1 : 0));
  let written = 0;
  for (let index = 0; index < text.length; index += 3) {
    const isPair = index + 2 >= text.length;
    const value =
      valueAt(text, index) + valueAt(text, index + 1) * 45 + (isPair ? 0 : valueAt(text, index + 2) * 2025);
    if (value > (isPair ? 0xff : 0xffff)) throw new Base45Error(`group at ${index} overflows`);
    if (!isPair) bytes[written++] = value >> 8;
    bytes[written++] = value & 0xff;
  }
  return bytes;
}

function valueAt(text: string, index: number): number {
  const value = VALUES.get(text[index]!);
  if (value === undefined) throw new Base45Error(`character at ${index} is not in the alphabet`);
  return value;
}
