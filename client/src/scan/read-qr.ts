import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import { clearerFrame } from './clearer-frame.ts';

/** Pixels of a frame: RGBA, row by row. */
export interface Frame {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Slow and thorough: a frame that is not read costs a person more than the milliseconds. */
const thorough: ReaderOptions = { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 };

/** Where the reader's wasm is: its address on our own origin, or its bytes. The library would ask a CDN. */
export function prepareReader(wasm: string | ArrayBuffer): void {
  prepareZXingModule({
    overrides: typeof wasm === 'string' ? { locateFile: () => wasm } : { wasmBinary: wasm },
  });
}

/** The text of the QR code in a frame, or null where none is read: as it is, then made clearer. */
export async function readQr(frame: Frame): Promise<string | null> {
  return (await readPlainly(frame)) ?? (await readPlainly(clearerFrame(frame)));
}

/** As `readQr`, of the frame as it is. */
export async function readPlainly(frame: Frame): Promise<string | null> {
  try {
    const [read] = await readBarcodes(frame as ImageData, thorough);
    return read?.text ?? null;
  } catch {
    return null;
  }
}
