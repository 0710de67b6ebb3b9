import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.js';

const name = 'Nguyễn Thị Ánh, Đặng Văn Hộ, Trương Mỹ Lệ';

/** Windows-1258 as the WHATWG Encoding Standard has it (index-windows-1258): what differs from Latin-1. */
const standing: Readonly<Record<number, number>> = Object.fromEntries(
  '80:20ac 82:201a 83:192 84:201e 85:2026 86:2020 87:2021 88:2c6 89:2030 8b:2039 8c:152 91:2018 92:2019 93:201c 94:201d 95:2022 96:2013 97:2014 98:2dc 99:2122 9b:203a 9c:153 9f:178 c3:102 cc:300 d0:110 d2:309 d5:1a0 dd:1af de:303 e3:103 ec:301 f0:111 f2:323 f5:1a1 fd:1b0 fe:20ab'
    .split(' ')
    .map((pair) => pair.split(':').map((hex) => Number.parseInt(hex, 16)) as [number, number]),
);
const byteOf = new Map(
  Array.from({ length: 256 }, (_, byte) => [String.fromCodePoint(standing[byte] ?? byte), byte]),
);

/** Writes Vietnamese as Windows-1258 has it: letters whole, tone marks after them. */
function inWindows1258(text: string): Uint8Array {
  const written = [...text].flatMap((letter) => {
    if (byteOf.has(letter)) return [byteOf.get(letter)!];
    const marks = [...letter.normalize('NFD')];
    const tone = marks.findIndex((mark, position) => position > 0 && byteOf.has(mark));
    const [mark] = marks.splice(tone, 1);
    return [byteOf.get(marks.join('').normalize('NFC'))!, byteOf.get(mark!)!];
  });
  return Uint8Array.from(written);
}

const utf16 = (text: string, isLittleEndian: boolean) => {
  const view = new DataView(new ArrayBuffer(2 + 2 * text.length));
  view.setUint16(0, 0xfeff, isLittleEndian);
  for (let unit = 0; unit < text.length; unit++)
    view.setUint16(2 + 2 * unit, text.charCodeAt(unit), isLittleEndian);
  return new Uint8Array(view.buffer);
};

describe('decodeText', () => {
  it('reads UTF-8, with a byte-order mark and without', () => {
    expect(decodeText(new TextEncoder().encode(name))).toEqual({ text: name, encoding: 'UTF-8' });
    expect(decodeText(new TextEncoder().encode(`\uFEFF${name}`))).toEqual({ text: name, encoding: 'UTF-8' });
  });

  it('reads UTF-16 of either order, which Excel calls Unicode text', () => {
    expect(decodeText(utf16(name, true))).toEqual({ text: name, encoding: 'UTF-16LE' });
    expect(decodeText(utf16(name, false))).toEqual({ text: name, encoding: 'UTF-16BE' });
  });

  it('reads Windows-1258 and joins its tone marks to their letters', () => {
    expect(decodeText(inWindows1258(name))).toEqual({ text: name, encoding: 'WINDOWS-1258' });
  });

  it('reads each byte of Windows-1258 as the WHATWG table says', () => {
    for (let byte = 0x80; byte <= 0xff; byte++) {
      // A letter before it, so that NFC has nothing to join a mark to: a consonant that takes no tone.
      const { text } = decodeText(Uint8Array.from([0x51, byte]));
      expect(text, byte.toString(16)).toBe(
        `Q${String.fromCodePoint(standing[byte] ?? byte)}`.normalize('NFC'),
      );
    }
  });

  it('gives one form of a name, however its accents were written', () => {
    expect(decodeText(new TextEncoder().encode(name.normalize('NFD'))).text).toBe(name);
  });

  it('reads a file of no bytes, and one of any bytes', () => {
    expect(decodeText(new Uint8Array()).text).toBe('');
    expect(decodeText(Uint8Array.from({ length: 256 }, (_, byte) => byte)).encoding).toBe('WINDOWS-1258');
  });
});
