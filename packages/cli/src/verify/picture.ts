import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** Of a PNG, width and height stand in the first chunk (PNG, section 11.2.1), after its name. */
const HEADER = 'IHDR';
const HEADER_AT = 12;
const WIDTH_AT = 16;
const HEIGHT_AT = 20;

/** A page scanned at 600 dots an inch has 35 million. */
const MOST_PIXELS = 64_000_000;

let isPrepared = false;

/** Reads the QR code of a PNG or JPEG file: that of a health certificate where there are several. */
export async function textInPicture(bytes: Uint8Array): Promise<string | undefined> {
  if (!isOfReasonableSize(bytes)) return undefined;
  prepare();
  try {
    const found = await readBarcodes(bytes, { formats: ['QRCode'], maxNumberOfSymbols: 8 });
    const texts = found.filter(({ isValid }) => isValid).map(({ text }) => text);
    return texts.find((text) => text.startsWith('HC1:')) ?? texts[0];
  } catch {
    return undefined;
  }
}

function isOfReasonableSize(bytes: Uint8Array): boolean {
  if (bytes.length < HEIGHT_AT + 4) return false;
  const isPng = [...HEADER].every((letter, index) => bytes[HEADER_AT + index] === letter.charCodeAt(0));
  // No JPEG is larger than 65,535 on either side: the reader's memory is its bound.
  if (!isPng) return true;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(WIDTH_AT) * view.getUint32(HEIGHT_AT) <= MOST_PIXELS;
}

/** The reader comes with its package: nothing is fetched. */
function prepare(): void {
  if (isPrepared) return;
  const file = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
  prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(file).buffer } });
  isPrepared = true;
}
