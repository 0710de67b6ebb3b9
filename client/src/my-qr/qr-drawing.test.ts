import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { drawQr, type QrDrawing } from './qr-drawing.ts';

// The length of a signed certificate with a full Vietnamese name, in base45's 45 characters.
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const payload = `HC1:${Array.from({ length: 640 }, (_, place) => alphabet[(place * 7) % 45]).join('')}`;

function pixels({ size, runs }: QrDrawing, scale: number): ImageData {
  const width = size * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const { row, column, length } of runs) {
    for (let y = row * scale; y < (row + 1) * scale; y += 1) {
      const from = (y * width + column * scale) * 4;
      for (let byte = from; byte < from + length * scale * 4; byte += 1)
        data[byte] = byte % 4 === 3 ? 255 : 0;
    }
  }
  return { data, width, height: width, colorSpace: 'srgb' } as ImageData;
}

beforeAll(async () => {
  const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer },
    fireImmediately: true,
  });
});

test('a full-name certificate stays at version 17 or below', () => {
  expect(drawQr(payload).version).toBeLessThanOrEqual(17);
});

test('the scanner reads back what was drawn', async () => {
  const [read] = await readBarcodes(pixels(drawQr(payload), 3), {
    formats: ['QRCode'],
    maxNumberOfSymbols: 1,
  });
  expect(read?.text).toBe(payload);
});

test('the code keeps a quiet zone of four modules', () => {
  const { size, version, runs } = drawQr(payload);
  expect(size).toBe(17 + 4 * version + 8);
  expect(Math.min(...runs.map(({ row }) => row))).toBe(4);
  expect(Math.min(...runs.map(({ column }) => column))).toBe(4);
});

test('text outside the alphanumeric set is refused, never encoded otherwise', () => {
  expect(() => drawQr('hc1:lower case')).toThrow();
});
